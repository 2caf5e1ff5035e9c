namespace GigaChat.Usage;

/// <summary>The data of the event for a budget that has reached one of its thresholds.</summary>
public sealed class BudgetThresholdEventArgs : EventArgs
{
    internal BudgetThresholdEventArgs(UsageBudget budget, BudgetCounter counter, int percent, decimal used)
    {
        Budget = budget;
        Key = counter.Key;
        Percent = percent;
        Used = used;
        PeriodStart = counter.PeriodStart;
    }

    /// <summary>The budget.</summary>
    public UsageBudget Budget { get; }

    /// <summary>
    /// The user, access token (in its stored form), type or platform of the budget; null for a budget that covers all
    /// calls.
    /// </summary>
    public string? Key { get; }

    /// <summary>The threshold, in percent of the limit. 100 is also reached when a call is refused while 80 % or more
    /// is used.</summary>
    public int Percent { get; }

    /// <summary>The used amount, in the budget's unit: tokens or rubles.</summary>
    public decimal Used { get; }

    /// <summary>The first moment of the period; the minimum time for a rolling one.</summary>
    public DateTimeOffset PeriodStart { get; }
}
