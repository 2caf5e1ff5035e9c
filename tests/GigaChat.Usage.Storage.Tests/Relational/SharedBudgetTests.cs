using GigaChat.Usage.Budgets;
using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage;

/// <summary>Budgets counted in the database. Each "process" has a store, a pool of connections and a service of its
/// own; they share nothing but the database.</summary>
internal sealed partial class SharedBudgetTests(string kind) : RelationalTests(kind)
{
    internal static readonly BudgetCall Call = new("user", null, null, null, "GigaChat-2", 10, 90);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private FakeTimeProvider _clock = new(Noon);

    [SetUp]
    public void SetClock() => _clock = new FakeTimeProvider(Noon);

    [Test, Property("Lesson", "L14")]
    public async Task Sixty_four_callers_of_two_processes_never_overspend_and_leave_nothing_reserved()
    {
        const int Limit = 30_000;
        var callsEach = IsSqlite ? 3 : 8;
        UsageBudget[] budgets =
        [
            new() { Name = "all", Tokens = IsSqlite ? 12_000 : Limit },
            new()
            {
                Name = "each",
                Scope = BudgetScope.User,
                Tokens = 9_000,
            },
        ];
        GigaChatBudgets[] processes = [Process(budgets), Process(budgets)];
        var (spent, failed) = (0L, 0);

        await Task.WhenAll(
                Enumerable
                    .Range(0, 64)
                    .Select(caller =>
                        Task.Run(async () =>
                        {
                            var process = processes[caller % 2];
                            var random = new Random(caller);
                            for (var call = 0; call < callsEach; call++)
                            {
                                var (ticket, verdict) = await process.ReserveAsync(
                                    Guid.CreateVersion7(),
                                    Call with
                                    {
                                        UserId = $"user {caller % 4}",
                                    },
                                    CancellationToken.None
                                );
                                if (verdict is not null)
                                    continue;
                                await Task.Yield();

                                // A tenth fails and uses nothing; no call uses more than its estimate.
                                var used = random.Next(10) == 0 ? (long?)null : random.Next(50, 101);
                                if (used is null)
                                    Interlocked.Increment(ref failed);
                                Interlocked.Add(ref spent, used ?? 0);
                                process.Settle(ticket!, used is { } tokens ? Used(tokens, $"user {caller % 4}") : null);
                            }
                        })
                    )
            )
            .WaitAsync(Patience);

        var standings = await SettledAsync(processes[0]);
        var total = standings.Single(standing => standing.Budget.Name == "all");
        total.Used.Should().Be(spent).And.BeLessThanOrEqualTo(total.Limit).And.BeGreaterThan(total.Limit * 0.5m);
        standings.Should().OnlyContain(standing => standing.Reserved == 0m && standing.Used <= standing.Limit);
        var users = standings
            .Concat(await SettledAsync(processes[1]))
            .Where(standing => standing.Key is not null)
            .DistinctBy(standing => standing.Key)
            .ToList();
        users.Should().HaveCount(4).And.OnlyContain(standing => standing.Used <= standing.Limit);
        users.Sum(standing => standing.Used).Should().Be(spent);
        failed.Should().BePositive();
        (await Database.ExecuteAsync("SELECT COUNT(*) FROM gigachat_usage_reservations WHERE amount > 0"))
            .Should()
            .Be(0L);
    }

    [Test]
    public async Task Processes_share_the_budget_of_each_value_of_a_tag()
    {
        UsageBudget[] budgets =
        [
            new()
            {
                Name = "tenants",
                Scope = BudgetScope.Tag,
                TagKey = "tenant",
                Tokens = 150,
            },
        ];
        GigaChatBudgets[] processes = [Process(budgets), Process(budgets)];
        var acme = Call with { Tags = [new("tenant", "acme")] };
        var (first, _) = await processes[0].ReserveAsync(Guid.CreateVersion7(), acme, CancellationToken.None);

        var (_, refusal) = await processes[1].ReserveAsync(Guid.CreateVersion7(), acme, CancellationToken.None);
        var (other, _) = await processes[1]
            .ReserveAsync(Guid.CreateVersion7(), Call with { Tags = [new("tenant", "other")] }, CancellationToken.None);
        processes[0].Settle(first!, Used(70));
        processes[1].Settle(other!, Used(90));

        (refusal?.Key, refusal?.Reserved).Should().Be(("acme", 100m));
        var standings = await SettledAsync(processes[1], used: 70m);
        standings
            .Select(standing => (standing.Key, standing.Used))
            .Should()
            .BeEquivalentTo([("acme", 70m), ("other", 90m)]);
    }

    [Test]
    public async Task A_call_fits_all_its_budgets_or_reserves_none()
    {
        UsageBudget[] budgets = [new() { Name = "a", Tokens = 1_000 }, new() { Name = "b", Tokens = 50 }];
        var process = Process(budgets);

        var (ticket, verdict) = await process.ReserveAsync(Guid.CreateVersion7(), Call, CancellationToken.None);

        ticket.Should().BeNull();
        verdict
            .Should()
            .Match<BudgetVerdict>(refused =>
                refused.Budget.Name == "b" && refused.Requested == 100m && refused.Reason == BudgetRefusal.LimitReached
            );
        (await process.GetStatusAsync())
            .Should()
            .OnlyContain(standing => standing.Reserved == 0m && standing.Used == 0m);
    }

    [Test]
    public async Task A_rolling_budget_is_shared_and_frees_what_falls_out_of_it()
    {
        UsageBudget[] budgets =
        [
            new()
            {
                Name = "hour",
                Tokens = 250,
                Period = BudgetPeriod.Rolling,
                Window = TimeSpan.FromHours(1),
            },
        ];
        GigaChatBudgets[] processes = [Process(budgets), Process(budgets)];
        await SpendAsync(processes[0], 100);
        await SettledAsync(processes[1], used: 100m);
        _clock.Advance(TimeSpan.FromMinutes(30));
        await SpendAsync(processes[1], 100);
        await SettledAsync(processes[0], used: 200m);
        _clock.Advance(TimeSpan.FromMinutes(29));

        var refused = (await processes[0].ReserveAsync(Guid.CreateVersion7(), Call, CancellationToken.None)).Verdict!;
        refused.Used.Should().Be(200m);
        refused.RetryAfter.Should().BeGreaterThan(TimeSpan.FromMinutes(1)).And.BeLessThan(TimeSpan.FromMinutes(4));
        _clock.Advance(refused.RetryAfter!.Value);
        await SpendAsync(processes[0], 100);

        (await SettledAsync(processes[1], used: 200m)).Single().Used.Should().Be(200m);
    }

    [Test]
    public async Task The_first_process_takes_over_what_was_recorded_and_a_threshold_is_told_by_one_process()
    {
        var store = Open();
        await store.AppendAsync(
            [Used(700) with { Id = RecordId.Create(Noon), CreatedAt = Noon.AddDays(-2) }],
            CancellationToken.None
        );
        UsageBudget[] budgets =
        [
            new()
            {
                Name = "all",
                Tokens = 1_000,
                Thresholds = [80],
            },
        ];
        GigaChatBudgets[] processes = [Process(budgets), Process(budgets)];
        var told = new SemaphoreSlim(0);
        var count = 0;
        foreach (var process in processes)
        {
            process.ThresholdReached += (_, _) =>
            {
                Interlocked.Increment(ref count);
                told.Release();
            };
        }

        await SpendAsync(processes[0], 90);
        await SettledAsync(processes[1], used: 790m);
        await SpendAsync(processes[1], 20);
        (await told.WaitAsync(Patience)).Should().BeTrue();
        await SpendAsync(processes[0], 20);
        await SettledAsync(processes[1], used: 830m);
        await processes[0]
            .ReserveAsync(Guid.CreateVersion7(), Call with { CompletionTokens = 500 }, CancellationToken.None);

        count.Should().Be(1);
    }

    [TestCase(BudgetScope.User), Property("Lesson", "L16")]
    [TestCase(BudgetScope.AccessToken)]
    [TestCase(BudgetScope.AccessTokenType)]
    [TestCase(BudgetScope.Total)]
    public async Task What_was_used_by_records_that_are_deleted_still_counts(BudgetScope scope)
    {
        _clock.SetUtcNow(Noon.AddDays(10));
        var store = Open(time: _clock);
        UsageRecord Record(long tokens, DateTimeOffset at, string whose = "user") =>
            Used(tokens, whose) with
            {
                Id = RecordId.Create(at),
                CreatedAt = at,
                AccessToken = $"token of {whose}",
                AccessTokenType = $"type of {whose}",
            };
        await store.AppendAsync(
            [
                Record(700, Noon.AddDays(-2)),
                Record(40, Noon.AddDays(10).AddHours(-1)),
                Record(9_000, Noon.AddDays(-20)),
                .. scope == BudgetScope.Total ? [] : new[] { Record(5_000, Noon, "another") },
            ],
            CancellationToken.None
        );
        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(2))).Should().BeGreaterThan(1);
        var process = Process([
            new()
            {
                Name = "each",
                Tokens = 10_000,
                Scope = scope,
            },
        ]);

        process.Count(Record(1, Noon.AddDays(10)));

        (await SettledAsync(process, used: 741m)).Should().ContainSingle();
    }

    [Test]
    public void Budgets_are_shared_by_one_call_on_the_builder()
    {
        var builder = new ServiceCollection().AddGigaChatUsageTracking();
        builder = IsSqlite
            ? builder.UseSqlite(Database.ConnectionString)
            : builder.UsePostgreSql(Database.ConnectionString);
        using var services = builder.ShareBudgets().Services.BuildServiceProvider();

        services.GetRequiredService<IBudgetStore>().Should().BeOfType<EfBudgetStore>();
    }

    [Test]
    public void Budgets_cannot_be_shared_without_a_database()
    {
        using var services = new ServiceCollection()
            .AddGigaChatUsageTracking()
            .UseInMemory()
            .ShareBudgets()
            .Services.BuildServiceProvider();

        services
            .Invoking(provider => provider.GetRequiredService<IBudgetStore>())
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("*UseSqlite or UsePostgreSql*");
    }

    [Test, Property("Lesson", "L32")]
    public Task Counters_of_random_budgets_and_keys_never_mix() =>
        CounterMix.NeverMixAsync(
            async () =>
            {
                await Database.ExecuteAsync("DELETE FROM gigachat_usage_budgets");
                await Database.ExecuteAsync("DELETE FROM gigachat_usage_budget_steps");
                return new EfBudgetStore(Open(), new FakeTimeProvider(CounterMix.Now));
            },
            times: 25
        );
}
