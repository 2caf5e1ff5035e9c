namespace GigaChat.Usage;

/// <summary>The use of a budget.</summary>
public sealed class BudgetStatus
{
    internal BudgetStatus(
        UsageBudget budget,
        string? key,
        decimal used,
        decimal reserved,
        decimal limit,
        DateTimeOffset? periodEnd
    )
    {
        Budget = budget;
        Key = key;
        Used = used;
        Reserved = reserved;
        Limit = limit;
        PeriodEnd = periodEnd;
    }

    /// <summary>The budget.</summary>
    public UsageBudget Budget { get; }

    /// <summary>The user, access token (in its stored form), type or platform; null for a budget that covers all
    /// calls.</summary>
    public string? Key { get; }

    /// <summary>The used amount, in tokens or rubles.</summary>
    public decimal Used { get; }

    /// <summary>The amount reserved by calls in flight, in tokens or rubles.</summary>
    public decimal Reserved { get; }

    /// <summary>The limit, in tokens or rubles.</summary>
    public decimal Limit { get; }

    /// <summary>The time when the budget is renewed; null for a rolling one.</summary>
    public DateTimeOffset? PeriodEnd { get; }

    /// <summary>The amount that is neither used nor reserved, 0 or more, in tokens or rubles.</summary>
    public decimal Remaining => Math.Max(0m, Limit - Used - Reserved);
}
