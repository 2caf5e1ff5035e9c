using GigaChat.Usage.Budgets;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>A clock that is wrong for a while forgets nothing and frees nothing.</summary>
[Property("Lesson", "L33")]
internal sealed class BudgetClockTests
{
    private static readonly UsageBudget Thousand = new() { Name = "all", Tokens = 1_000 };

    private readonly SteppedClock _clock = new(BudgetedClient.Start);

    [TestCase(BudgetPeriod.Day)]
    [TestCase(BudgetPeriod.Month)]
    [TestCase(BudgetPeriod.Rolling)]
    public async Task A_clock_that_runs_ahead_for_one_call_forgets_no_use_of_the_period(BudgetPeriod period)
    {
        var budgets = Budgets(
            Thousand with
            {
                Period = period,
                Window = period == BudgetPeriod.Rolling ? TimeSpan.FromHours(1) : null,
            }
        );
        await SpendAsync(budgets, 900);

        foreach (var step in (double[])[1, 40, 5 * 365, -40])
        {
            _clock.Step = TimeSpan.FromDays(step);
            await budgets.GetStatusAsync();
            await budgets.ReserveAsync(Guid.CreateVersion7(), Call(1), default);
        }

        _clock.Step = TimeSpan.Zero;
        (await budgets.ReserveAsync(Guid.CreateVersion7(), Call(200), default)).Verdict.Should().NotBeNull();
        (await budgets.GetStatusAsync()).Single().Used.Should().BeGreaterThanOrEqualTo(900);
    }

    [Test]
    public async Task A_rolling_use_counted_while_the_clock_ran_ahead_falls_out_of_its_window_all_the_same()
    {
        var budgets = Budgets(Thousand with { Period = BudgetPeriod.Rolling, Window = TimeSpan.FromHours(1) });
        _clock.Step = TimeSpan.FromDays(365);
        await SpendAsync(budgets, 900);
        _clock.Step = TimeSpan.Zero;

        _clock.Advance(TimeSpan.FromHours(2));

        (await budgets.ReserveAsync(Guid.CreateVersion7(), Call(200), default)).Verdict.Should().BeNull();
    }

    [Test]
    public async Task A_reservation_in_process_is_free_when_its_lease_has_passed_and_its_use_still_counts()
    {
        var budgets = Budgets(Thousand);
        var (lost, _) = await budgets.ReserveAsync(Guid.CreateVersion7(), Call(900), default);
        (await budgets.ReserveAsync(Guid.CreateVersion7(), Call(200), default)).Verdict!.Reserved.Should().Be(900);

        _clock.Step = TimeSpan.FromDays(30); // A step of the clock ends no lease.
        _clock.Step = TimeSpan.Zero;
        (await budgets.ReserveAsync(Guid.CreateVersion7(), Call(200), default)).Verdict.Should().NotBeNull();
        _clock.Advance(budgets.Options.ReservationLease + TimeSpan.FromSeconds(1));
        var (granted, verdict) = await budgets.ReserveAsync(Guid.CreateVersion7(), Call(200), default);
        verdict.Should().BeNull();
        budgets.Settle(lost!, Used(700));
        budgets.Settle(lost!, Used(700)); // Once, however often.
        budgets.Settle(granted!, Used(100));

        (await budgets.GetStatusAsync())
            .Single()
            .Should()
            .Match<BudgetStatus>(status => status.Used == 800 && status.Reserved == 0);
    }

    [Test]
    public async Task Sums_of_periods_that_have_passed_for_good_are_forgotten()
    {
        var store = new InProcessBudgetStore(_clock);
        var counters = Enumerable.Range(0, 1_500).Select(Counter).ToList();
        await OpenAsync(store, counters);

        _clock.Step = TimeSpan.FromDays(2);
        await SweepAsync(store);
        (await store.ReadAsync(counters, _clock.GetUtcNow(), default)).Should().NotContainNulls("no time has passed");
        _clock.Step = TimeSpan.Zero;
        _clock.Advance(TimeSpan.FromDays(2));
        await SweepAsync(store);

        (await store.ReadAsync(counters, _clock.GetUtcNow(), default))
            .Should()
            .OnlyContain(static count => count == null);

        async Task SweepAsync(InProcessBudgetStore swept)
        {
            var now = _clock.GetUtcNow();
            var others = Enumerable
                .Range(0, 1_500)
                .Select(i => new BudgetCounter
                {
                    Budget = $"other {Guid.CreateVersion7()}",
                    Scope = BudgetScope.User,
                    Key = $"{i}",
                    PeriodEnd = now.AddDays(9),
                })
                .ToList();
            await OpenAsync(swept, others);
            await swept.ReserveAsync(
                Guid.CreateVersion7(),
                [new BudgetCharge(others[0], 1, 10)],
                now,
                now.AddMinutes(1),
                default
            );
        }
    }

    private static BudgetCounter Counter(int user) =>
        new()
        {
            Budget = "each",
            Scope = BudgetScope.User,
            Key = $"user {user}",
            Period = BudgetPeriod.Day,
            PeriodStart = BudgetedClient.Start.AddHours(-12),
            PeriodEnd = BudgetedClient.Start.AddHours(12),
        };

    private static async Task OpenAsync(InProcessBudgetStore store, IReadOnlyList<BudgetCounter> counters) =>
        await store.OpenAsync(
            counters,
            static (unknown, _) =>
                Task.FromResult<IReadOnlyList<IReadOnlyList<BudgetUse>>>([
                    .. unknown.Select(static _ => Array.Empty<BudgetUse>()),
                ]),
            default
        );

    private static BudgetCall Call(long tokens) => new("user", null, null, null, "GigaChat-2", 0, tokens);

    private static UsageRecord Used(long tokens) => Records.Of(tokens, BudgetedClient.Start);

    private static async Task SpendAsync(GigaChatBudgets budgets, long tokens)
    {
        var (ticket, _) = await budgets.ReserveAsync(Guid.CreateVersion7(), Call(tokens), default);
        budgets.Settle(ticket!, Used(tokens));
    }

    private GigaChatBudgets Budgets(UsageBudget budget) =>
        new(
            [budget],
            new GigaChatTokenUsage(new ListUsageReader([]), timeProvider: _clock),
            new GigaChatBudgetServices { TimeProvider = _clock }
        );

    /// <summary>A clock that can be set, over a time that passes only by itself.</summary>
    private sealed class SteppedClock(DateTimeOffset start) : TimeProvider
    {
        private readonly FakeTimeProvider _time = new(start);

        public TimeSpan Step { get; set; }

        public override long TimestampFrequency => _time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => _time.GetUtcNow() + Step;

        public override long GetTimestamp() => _time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            _time.CreateTimer(callback, state, dueTime, period);

        public void Advance(TimeSpan time) => _time.Advance(time);
    }
}
