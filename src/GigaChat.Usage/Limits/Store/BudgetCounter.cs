namespace GigaChat.Usage;

/// <summary>What a store counts: one budget of one user, token, type or platform in one period.</summary>
public sealed class BudgetCounter
{
    /// <summary>Names a counter.</summary>
    /// <param name="budget">The budget's name.</param>
    /// <param name="key">Whose; null for everything together.</param>
    /// <param name="periodStart">The first moment of the period; the beginning of time for a rolling one.</param>
    /// <param name="periodEnd">The first moment after it; the end of time for a rolling one.</param>
    /// <param name="window">The length of a rolling period; null for the others.</param>
    public BudgetCounter(string budget, string? key, DateTimeOffset periodStart, DateTimeOffset periodEnd, TimeSpan? window = null)
    {
        ArgumentNullException.ThrowIfNull(budget);
        Id = key is null ? budget : $"{budget}/{key}";
        Budget = budget;
        Key = key;
        PeriodStart = periodStart;
        PeriodEnd = periodEnd;
        Window = window;
    }

    /// <summary>The budget and whose it is, whatever the period.</summary>
    public string Id { get; }

    /// <summary>The budget's name.</summary>
    public string Budget { get; }

    /// <summary>Whose; null for everything together.</summary>
    public string? Key { get; }

    /// <summary>The first moment of the period; the beginning of time for a rolling one.</summary>
    public DateTimeOffset PeriodStart { get; }

    /// <summary>The first moment after it; the end of time for a rolling one.</summary>
    public DateTimeOffset PeriodEnd { get; }

    /// <summary>The length of a rolling period; null for the others.</summary>
    public TimeSpan? Window { get; }

    /// <summary>What it stands on when it reaches the budget's lowest threshold.</summary>
    internal decimal LowestThreshold { get; init; } = decimal.MaxValue;

    /// <summary>The highest threshold this process knows to be marked, in percent.</summary>
    internal int Marked { get; set; }

    /// <summary>When it learned of it, as a timestamp.</summary>
    internal long MarkedAt { get; set; }

    /// <summary>What the store in process keeps of it, found here without a look-up.</summary>
    internal object? InProcess { get; set; }

    internal Task? Opening { get; set; }

    internal bool IsOpen { get; set; }
}
