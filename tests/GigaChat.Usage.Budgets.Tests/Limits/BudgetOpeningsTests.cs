using System.Globalization;
using GigaChat.Usage.Budgets;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Budgets.Tests.Limits;

internal sealed class BudgetOpeningsTests
{
    private static readonly DateTimeOffset Now = BudgetedClient.Start;
    private static readonly UsageBudget EachUser = new()
    {
        Name = "each user",
        Scope = BudgetScope.User,
        Tokens = 1_000,
    };

    [Test]
    public async Task A_call_that_waits_to_be_counted_is_kept_out_of_the_history_of_its_own_counters_and_of_no_others()
    {
        var store = new InProcessBudgetStore();
        var usage = new GigaChatTokenUsage(
            new ListUsageReader(
                Records.Of(200, Now.AddMinutes(-20)) with
                {
                    UserId = "a",
                },
                Records.Of(30, Now.AddMinutes(-10)) with
                {
                    UserId = "a",
                },
                Records.Of(4, Now.AddMinutes(-5)) with
                {
                    UserId = "b",
                }
            )
        );
        var openings = new BudgetOpenings(store, usage);
        var clock = new BudgetPeriodClock(EachUser, usage.TimeZone);
        var (ofA, ofB) = (clock.CounterOf("a", Now), clock.CounterOf("b", Now));

        openings.KeepOut(
            new BudgetTicket(Guid.CreateVersion7(), Now.AddMinutes(-10), [EachUser], [new BudgetCharge(ofA, 30, 1_000)])
        );
        await Task.WhenAll(
            openings.OpenAsync(EachUser, ofA, Now, default),
            openings.OpenAsync(EachUser, ofB, Now, default)
        );

        (await store.ReadAsync([ofA, ofB], Now, default)).Select(count => count!.Value.Used).Should().Equal(200, 4);
    }

    [TestCase(BudgetScope.User)]
    [TestCase(BudgetScope.AccessToken)]
    [TestCase(BudgetScope.AccessTokenType)]
    [TestCase(BudgetScope.Platform)]
    public async Task A_cold_start_with_thousands_of_users_asks_the_store_a_few_times_and_gives_each_its_own(
        BudgetScope scope
    )
    {
        var records = Enumerable
            .Range(0, 2_000)
            .Select(user =>
                Records.Of(user, Now.AddHours(-1)) with
                {
                    UserId = $"k{user}",
                    AccessToken = $"k{user}",
                    AccessTokenType = $"k{user}",
                    Platform = $"k{user}",
                }
            );
        var stored = new InMemoryUsageStore();
        await stored.AppendAsync([.. records], default);
        var reader = new GatedReader(stored);
        UsageBudget[] budgets =
        [
            new()
            {
                Name = "tokens",
                Scope = scope,
                Tokens = 1_000_000,
            },
            new()
            {
                Name = "rubles",
                Scope = scope,
                Rubles = 1_000_000,
            },
            new()
            {
                Name = "hour",
                Scope = scope,
                Tokens = 1_000_000,
                Period = BudgetPeriod.Rolling,
                Window = TimeSpan.FromDays(1),
            },
        ];
        var clock = new FakeTimeProvider(Now);
        var service = new GigaChatBudgets(
            budgets,
            new GigaChatTokenUsage(reader, timeProvider: clock),
            new GigaChatBudgetServices { TimeProvider = clock }
        );

        var calls = Enumerable
            .Range(0, 2_000)
            .Select(user =>
                service
                    .ReserveAsync(
                        Guid.CreateVersion7(),
                        new BudgetCall($"k{user}", $"k{user}", $"k{user}", $"k{user}", "GigaChat-2", 1, 1),
                        default
                    )
                    .AsTask()
            )
            .ToList();
        reader.Open();
        var decided = await Task.WhenAll(calls).Soon();

        decided.Should().OnlyContain(static decision => decision.Ticket != null);
        reader.Queries.Should().BeLessThan(60, "6,000 counters were opened");
        var standings = await service.GetStatusAsync();
        standings
            .Where(static status => status.Budget.Name != "rubles")
            .Should()
            .OnlyContain(static status =>
                status.Used == int.Parse(status.Key!.TrimStart('k'), CultureInfo.InvariantCulture)
            );
        standings
            .Single(static status => status.Budget.Name == "rubles" && status.Key == "k1000")
            .Used.Should()
            .Be(1_000 * 65m / 1_000_000m);
        service.SentUnasked.Should().BeNull();
    }

    [Test]
    public async Task An_opening_that_nobody_waits_for_any_more_is_not_begun()
    {
        var reader = new GatedReader(new ListUsageReader());
        var clock = new FakeTimeProvider(Now);
        var service = new GigaChatBudgets(
            [EachUser],
            new GigaChatTokenUsage(reader, timeProvider: clock),
            new GigaChatBudgetServices { TimeProvider = clock }
        );
        var first = service.ReserveAsync(Guid.CreateVersion7(), Call("first"), default).AsTask();
        await reader.Asked.Task.Soon();
        using var cancel = new CancellationTokenSource();
        var given = Enumerable
            .Range(0, 500)
            .Select(user => service.ReserveAsync(Guid.CreateVersion7(), Call($"user {user}"), cancel.Token).AsTask())
            .ToList();

        await cancel.CancelAsync();
        foreach (var call in given)
            await call.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();
        reader.Open();
        await first.Soon();
        (await service.ReserveAsync(Guid.CreateVersion7(), Call("user 7"), default).AsTask().Soon())
            .Ticket.Should()
            .NotBeNull();

        reader.Queries.Should().Be(2, "one for the first, and one for the last");
    }

    [Test]
    public async Task A_budget_whose_history_cannot_be_read_holds_up_no_other()
    {
        UsageBudget[] budgets =
        [
            EachUser,
            new()
            {
                Name = "each model",
                Scope = BudgetScope.Model,
                Tokens = 1_000,
            },
        ];
        var gate = new GatedReader(new ListUsageReader(Records.Of(200, Now.AddMinutes(-20)) with { UserId = "b" }))
        {
            Fails = static filter => filter.Model is not null || filter.Among?.Dimension == UsageDimensions.Model,
        };
        var usage = new GigaChatTokenUsage(gate);
        var store = new InProcessBudgetStore();
        var openings = new BudgetOpenings(store, usage);
        BudgetPeriodClock[] clocks = [.. budgets.Select(budget => new BudgetPeriodClock(budget, usage.TimeZone))];

        // While the first is read, the others wait for one batch.
        var first = openings.OpenAsync(EachUser, clocks[0].CounterOf("a", Now), Now, default);
        await gate.Asked.Task.Soon();
        var ofUser = clocks[0].CounterOf("b", Now);
        Task[] rest =
        [
            openings.OpenAsync(budgets[1], clocks[1].CounterOf("GigaChat-2", Now), Now, default),
            openings.OpenAsync(budgets[1], clocks[1].CounterOf("GigaChat-2-Max", Now), Now, default),
            openings.OpenAsync(EachUser, ofUser, Now, default),
        ];
        gate.Open();

        await first.Soon();
        await rest[2].Soon();
        (await store.ReadAsync([ofUser], Now, default)).Single()!.Value.Used.Should().Be(200);
        foreach (var model in rest[..2])
            await model.Awaiting(it => it.Soon()).Should().ThrowAsync<TimeoutException>().WithMessage("no answer");
    }

    [Test]
    public async Task A_store_that_times_out_is_not_waited_for_by_every_call_and_is_tried_again()
    {
        var store = new SilentBudgetStore();
        using var client = new BudgetedClient(
            [new UsageBudget { Name = "all", Tokens = 1_000_000 }],
            new GigaChatBudgetOptions { StoreTimeout = TimeSpan.FromSeconds(2) },
            store
        );
        var waiting = Enumerable.Range(0, 3).Select(_ => client.SendAsync(10)).ToList();
        for (var call = 0; call < 3; call++)
            await store.Asked.WaitAsync().Soon();
        client.Clock.Advance(TimeSpan.FromSeconds(2));
        await Task.WhenAll(waiting).Soon();

        for (var call = 0; call < 20; call++)
            await client.SendAsync(10).Soon(); // The clock stands still: none of them waits.

        store.Asked.CurrentCount.Should().Be(0);
        client.Budgets.SentUnasked!.Value.Calls.Should().Be(23);
        store.Answer.SetResult();
        client.Clock.Advance(TimeSpan.FromSeconds(2));
        await client.SendAsync(10).Soon();
        await client.SendAsync(10).Soon();
        client.Budgets.SentUnasked!.Value.Calls.Should().Be(23);
    }

    [Test, Property("Lesson", "L33")]
    public async Task A_counter_that_the_store_has_lost_is_opened_again_from_the_recorded_usage()
    {
        var store = new ForgetfulBudgetStore();
        var records = new List<UsageRecord> { Records.Of(600, Now.AddHours(-1)) };
        var reader = new InterruptedReader { Records = () => records };
        using var client = new BudgetedClient(
            [new UsageBudget { Name = "all", Tokens = 1_000 }],
            store: store,
            reader: reader
        );
        await client.SendAsync(100);
        while (await client.StandingAsync() != (700m, 0m))
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System); // What is settled in the background arrives.
        records.AddRange(client.Recorder.Records);
        client.Clock.Advance(TimeSpan.FromSeconds(1));

        store.Forget();

        (await client.Awaiting(c => c.SendAsync(350)).Should().ThrowAsync<GigaChatBudgetExceededException>())
            .Which.Used.Should()
            .Be(700);
        client.Clock.Advance(TimeSpan.FromSeconds(1));
        store.Forget();
        (await client.StandingAsync()).Should().Be((700m, 0m));
    }

    private static BudgetCall Call(string user) => new(user, null, null, null, "GigaChat-2", 1, 1);
}
