using GigaChat.Usage.Queries;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Budgets;

/// <summary>The counters of one budget: one per key in the current period.</summary>
internal sealed class BudgetPeriodClock(UsageBudget budget, TimeZoneInfo zone)
{
    private const int MostCounters = 100_000;

    private Current? _current;

    public UsageBudget Budget { get; } = budget;

    /// <summary>
    /// Takes over the counters of the budget as it was before a change of its limit, action or thresholds.
    /// </summary>
    public BudgetPeriodClock Continue(BudgetPeriodClock? before)
    {
        if (
            before is null
            || before.Budget.Name != Budget.Name
            || before.Budget.Scope != Budget.Scope
            || before.Budget.FittedTagKey != Budget.FittedTagKey
            || before.Budget.IsInRubles != Budget.IsInRubles
            || before.Budget.Period != Budget.Period
            || before.Budget.Window != Budget.Window
        )
            return this;
        _current = before._current;
        foreach (var counter in _current?.ByKey.Values ?? [])
            counter.LowestThreshold = Budget.LowestThreshold;
        return this;
    }

    /// <summary>The counters that were requested in the current period.</summary>
    public IReadOnlyList<BudgetCounter> Counters(DateTimeOffset now) => [.. CurrentAt(now).ByKey.Values];

    public BudgetCounter CounterOf(string? key, DateTimeOffset now)
    {
        var current = CurrentAt(now);
        if (current.ByKey.TryGetValue(key ?? "", out var counter))
            return counter;
        if (current.ByKey.Count >= MostCounters)
            current.ByKey.Clear(); // The store still knows them; only their being open is forgotten.
        return current.ByKey.GetOrAdd(key ?? "", _ => Create(key, current.Start, current.End));
    }

    /// <summary>Gets the counter of a key without keeping it: a new one where no call has used the key.</summary>
    public BudgetCounter Peek(string key, DateTimeOffset now)
    {
        var current = CurrentAt(now);
        return current.ByKey.GetValueOrDefault(key) ?? Create(key, current.Start, current.End);
    }

    /// <summary>Gets the counter of the period in which a call started, which may have ended before the call.</summary>
    public BudgetCounter CounterOf(string? key, DateTimeOffset startedAt, DateTimeOffset now)
    {
        if (startedAt >= CurrentAt(now).Start)
            return CounterOf(key, now);
        var (start, end) = PeriodAt(startedAt);
        return Create(key, start, end);
    }

    private BudgetCounter Create(string? key, DateTimeOffset start, DateTimeOffset end) =>
        new()
        {
            Budget = Budget.Name,
            Scope = Budget.Scope,
            TagKey = Budget.FittedTagKey,
            Key = key,
            IsInRubles = Budget.IsInRubles,
            Period = Budget.Period,
            PeriodStart = start,
            PeriodEnd = end,
            Window = Budget.Window,
            LowestThreshold = Budget.LowestThreshold,
        };

    private Current CurrentAt(DateTimeOffset now)
    {
        if (_current is { } known && now >= known.Start && now < known.End)
            return known;
        var (start, end) = PeriodAt(now);
        return _current = new Current(start, end);
    }

    private (DateTimeOffset Start, DateTimeOffset End) PeriodAt(DateTimeOffset now)
    {
        if (Budget.Period == BudgetPeriod.Rolling)
            return (DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        var today = ReportDays.DayOf(now, zone);
        var (first, next) = Budget.Period switch
        {
            BudgetPeriod.Day => (today, today.AddDays(1)),
            BudgetPeriod.Week => Days(today.AddDays(-(((int)today.DayOfWeek + 6) % 7)), 7),
            _ => (today.AddDays(1 - today.Day), today.AddDays(1 - today.Day).AddMonths(1)),
        };
        return (ReportDays.StartOf(first, zone), ReportDays.StartOf(next, zone));

        static (DateOnly, DateOnly) Days(DateOnly first, int count) => (first, first.AddDays(count));
    }

    private sealed record Current(DateTimeOffset Start, DateTimeOffset End)
    {
        public System.Collections.Concurrent.ConcurrentDictionary<string, BudgetCounter> ByKey { get; } =
            new(StringComparer.Ordinal);
    }
}
