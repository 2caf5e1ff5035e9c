using System.Collections.Concurrent;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>A scope adds up its calls as they end, without the store.</summary>
[TestFixture]
internal sealed class ScopeUsageTests
{
    private static readonly string[] Models = ["GigaChat-2", "GigaChat-2-Pro", "GigaChat-2-Max", "GigaChat-3-Ultra"];

    private static readonly UsageContext Anna = new() { UserId = "anna" };

    [Test]
    public async Task A_thousand_nested_and_parallel_scopes_equal_the_sums_and_costs_of_the_store()
    {
        // Sber's prices change at 2026-02-01 in Moscow, in the middle of the calls.
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 31, 20, 50, 0, TimeSpan.Zero));
        var store = new InMemoryUsageStore();
        await using var recorder = new UsageRecorder(store);
        using var client = new HttpMessageInvoker(
            new GigaChatUsageHandler(recorder, new GigaChatUsageHandlerOptions { TimeProvider = time })
            {
                InnerHandler = new ScopeWire(),
            }
        );
        var scopes = new ConcurrentBag<(UsageScope Scope, UsageFilter Filter)>();
        var open = new ConcurrentBag<HttpResponseMessage>();

        using (var root = UsageScope.Begin(new UsageContext { Topic = "all" }))
        {
            scopes.Add((root, UsageFilter.All));
            await Task.WhenAll(Enumerable.Range(0, 10).Select(user => Task.Run(() => UserAsync(user))));
        }

        scopes.Should().HaveCount(1_001);
        open.Should().HaveCountGreaterThan(10);
        scopes.Sum(scope => scope.Scope.OpenCalls).Should().Be(4 * open.Count, "each is open in four scopes");
        foreach (var response in open)
        {
            await response.Content.LoadIntoBufferAsync();
            response.Dispose();
        }

        await recorder.FlushAsync();
        var query = new GigaChatTokenUsage(store);
        foreach (var (scope, filter) in scopes)
        {
            scope.OpenCalls.Should().Be(0);
            scope.Usage.Should().BeEquivalentTo(await query.GetTotalsAsync(filter));
            var (cost, expected) = (scope.GetCost(), await query.GetCostAsync(filter));
            (cost.Rubles, cost.EstimatedRubles, cost.UnpricedTokens, cost.UndividedTokens)
                .Should()
                .Be((expected.Rubles, expected.EstimatedRubles, expected.UnpricedTokens, expected.UndividedTokens));
        }

        var all = await query.GetTotalsAsync();
        all.Calls.Should().BeInRange(900, all.Count - 1, "some calls were tried twice");
        all.EstimatedShare.Should().BeInRange(0.01, 0.99);

        async Task UserAsync(int user)
        {
            var random = new Random(user);
            using var ofUser = Begin(new UsageContext { UserId = $"{user}" }, new UsageFilter { UserId = $"{user}" });
            for (var i = 0; i < 9; i++)
            {
                var id = $"{user}-{i}";
                using var ofWork = Begin(new UsageContext { GenerationId = id }, new UsageFilter { GenerationId = id });
                await Task.WhenAll(Enumerable.Range(0, 10).Select(step => StepAsync($"{id}-{step}", random.Next())));
            }
        }

        async Task StepAsync(string id, int seed)
        {
            var random = new Random(seed);
            using var ofStep = Begin(new UsageContext { Platform = id }, new UsageFilter { Platform = id });
            for (var calls = random.Next(1, 4); calls > 0; calls--)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await ScopeWire.CallAsync(client, (ScopeCase)random.Next(7), Models[random.Next(Models.Length)]);
            }

            if (random.Next(20) == 0)
                open.Add(await ScopeWire.OpenAsync(client));
        }

        UsageScope Begin(UsageContext context, UsageFilter filter)
        {
            var scope = UsageScope.Begin(context);
            scopes.Add((scope, filter));
            return scope;
        }
    }

    [Test]
    public async Task A_stream_that_ends_after_its_scope_counts_for_it_and_is_reported_as_open_before()
    {
        using var client = Client();
        HttpResponseMessage response;
        UsageScope scope;
        using (scope = UsageScope.Begin(Anna))
            response = await ScopeWire.OpenAsync(client);

        (scope.OpenCalls, scope.Usage.Tokens).Should().Be((1, 0));
        await response.Content.LoadIntoBufferAsync();

        (scope.OpenCalls, scope.Usage.Tokens, scope.Usage.CachedPromptTokens).Should().Be((0, 27, 5));
        response.Dispose();
    }

    [Test]
    public async Task A_resumed_scope_counts_for_itself_alone_and_a_closed_scope_counts_nothing_begun_later()
    {
        using var client = Client();
        using var consumer = UsageScope.Begin(Anna);
        using var resumed = UsageScope.Resume(Anna);
        await ScopeWire.CallAsync(client, ScopeCase.Json, "GigaChat-2");
        resumed.Dispose();
        consumer.Dispose();

        await ScopeWire.CallAsync(client, ScopeCase.Json, "GigaChat-2");

        (resumed.Usage.Count, consumer.Usage.Count).Should().Be((1, 0));
    }

    [Test]
    public async Task A_scope_costs_what_the_prices_of_the_application_say_and_those_that_are_given()
    {
        using var client = Client(PriceBook.Reference);
        using var scope = UsageScope.Begin(Anna);

        await ScopeWire.CallAsync(client, ScopeCase.Json, "GigaChat-3-Ultra");

        scope.GetCost().Rubles.Should().Be(27 * 0.0002m);
        scope.GetCost(PriceBook.Sber).UnpricedTokens.Should().Be(27);
    }

    [Test]
    public void A_scope_without_calls_used_nothing_and_costs_nothing()
    {
        using var scope = UsageScope.Begin(Anna);

        (scope.Usage.Count, scope.Usage.EstimatedShare, scope.OpenCalls).Should().Be((0, 0, 0));
        scope.GetCost().Rubles.Should().Be(0);
    }

    [Test]
    [NonParallelizable]
    public void Adding_calls_of_one_model_to_a_scope_allocates_nothing_but_one_sum()
    {
        var record = new UsageRecord
        {
            CreatedAt = DateTimeOffset.UnixEpoch,
            Operation = UsageOperation.TextGeneration,
            Model = "GigaChat-2",
            TotalTokens = 3,
        };
        using var scope = UsageScope.Begin(Anna);
        UsageScope.Innermost!.Add(record, PriceBook.Sber);
        var first = Allocated(() => UsageScope.Innermost!.Add(record, PriceBook.Sber));

        var others = Allocated(() =>
        {
            for (var i = 0; i < 1_000; i++)
                UsageScope.Innermost!.Add(record, PriceBook.Sber);
        });

        (first, others).Should().Match<(long First, long Others)>(bytes => bytes.First < 300 && bytes.Others == 0);
        scope.Usage.Tokens.Should().Be(3 * 1_002);

        static long Allocated(Action action)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static HttpMessageInvoker Client(PriceBook? prices = null) =>
        new(
            new GigaChatUsageHandler(
                new RecordList(),
                new GigaChatUsageHandlerOptions { Prices = prices ?? PriceBook.Sber }
            )
            {
                InnerHandler = new ScopeWire(),
            }
        );
}
