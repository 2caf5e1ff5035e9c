namespace GigaChat.Usage;

/// <summary>A budget's use has reached one of its thresholds.</summary>
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

    /// <summary>The user, access token (as it is kept), type or platform whose budget it is; null for everything
    /// together.</summary>
    public string? Key { get; }

    /// <summary>The threshold, in percent of the limit. 100 is also reached when a call is refused while 80 % or more
    /// is used.</summary>
    public int Percent { get; }

    /// <summary>What is used, in the budget's own unit: tokens or rubles.</summary>
    public decimal Used { get; }

    /// <summary>The first moment of the period; the beginning of time for a rolling one.</summary>
    public DateTimeOffset PeriodStart { get; }
}
