namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>The counters of a budget in its current period, and those it keeps when its settings change.</summary>
internal sealed class BudgetPeriodClockTests
{
    private static readonly TimeZoneInfo Moscow = ReportTimeZone.Default;
    private static readonly UsageBudget Budget = new()
    {
        Name = "each",
        Scope = BudgetScope.Tag,
        TagKey = "tenant",
        Tokens = 1_000,
        Period = BudgetPeriod.Rolling,
        Window = TimeSpan.FromHours(1),
    };

    private static DateTimeOffset Now => BudgetedClient.Start;

    private static IEnumerable<TestCaseData> Changes() =>
        [
            new TestCaseData(Budget with { Name = "all" }).SetArgDisplayNames("name"),
            new TestCaseData(Budget with { Scope = BudgetScope.User, TagKey = null }).SetArgDisplayNames("scope"),
            new TestCaseData(Budget with { TagKey = "feature" }).SetArgDisplayNames("tag"),
            new TestCaseData(Budget with { Tokens = null, Rubles = 1_000 }).SetArgDisplayNames("unit"),
            new TestCaseData(Budget with { Period = BudgetPeriod.Day }).SetArgDisplayNames("period"),
            new TestCaseData(Budget with { Window = TimeSpan.FromHours(2) }).SetArgDisplayNames("window"),
        ];

    [TestCaseSource(nameof(Changes))]
    public void Another_budget_starts_with_counters_of_its_own(UsageBudget changed)
    {
        var before = new BudgetPeriodClock(Budget, Moscow);
        var counter = before.CounterOf("a", Now);

        var after = new BudgetPeriodClock(changed, Moscow).Continue(before);

        after.Counters(Now).Should().BeEmpty();
        after.CounterOf("a", Now).Should().NotBeSameAs(counter);
    }

    [Test]
    public void A_budget_with_another_limit_keeps_its_counters_and_their_lowest_threshold_follows()
    {
        var before = new BudgetPeriodClock(Budget, Moscow);
        var counter = before.CounterOf("a", Now);
        counter.LowestThreshold.Should().Be(800);

        var after = new BudgetPeriodClock(
            Budget with
            {
                Tokens = 500,
                Action = BudgetAction.Warn,
                Thresholds = [50],
            },
            Moscow
        ).Continue(before);

        after.CounterOf("a", Now).Should().BeSameAs(counter);
        counter.LowestThreshold.Should().Be(250);
        new BudgetPeriodClock(Budget, Moscow)
            .Continue(new BudgetPeriodClock(Budget, Moscow))
            .Counters(Now)
            .Should()
            .BeEmpty("no call has used the budget");
    }

    [Test]
    public void A_counter_that_is_looked_at_is_not_kept()
    {
        var clock = new BudgetPeriodClock(Budget, Moscow);

        clock.Peek("a", Now);
        clock.Counters(Now).Should().BeEmpty();
        var counter = clock.CounterOf("a", Now);

        clock.Peek("a", Now).Should().BeSameAs(counter);
        clock.Counters(Now).Should().Equal(counter);
    }

    [TestCase(BudgetPeriod.Day, "2026-06-17", "2026-06-18")]
    [TestCase(BudgetPeriod.Week, "2026-06-15", "2026-06-22")]
    [TestCase(BudgetPeriod.Month, "2026-06-01", "2026-07-01")]
    public void A_call_counts_in_the_period_of_its_start_from_its_first_moment_on(
        BudgetPeriod period,
        string first,
        string next
    )
    {
        var clock = new BudgetPeriodClock(Budget with { Period = period, Window = null }, Moscow);
        var (start, end) = (At(first), At(next));
        var current = clock.CounterOf("a", At("2026-06-17").AddHours(12));

        (current.PeriodStart, current.PeriodEnd).Should().Be((start, end));
        clock.CounterOf("a", startedAt: start, now: end.AddTicks(-1)).Should().BeSameAs(current);
        clock.CounterOf("a", startedAt: start.AddTicks(-1), now: end.AddTicks(-1)).PeriodEnd.Should().Be(start);
        clock.CounterOf("a", end).PeriodStart.Should().Be(end);

        static DateTimeOffset At(string day) => ReportDays.StartOf(DateOnly.Parse(day, null), Moscow);
    }
}
