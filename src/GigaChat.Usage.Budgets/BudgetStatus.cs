namespace GigaChat.Usage;

/// <summary>How far a budget is used.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="Key">Whose; null for everything together.</param>
/// <param name="Used">What is used, in tokens or rubles.</param>
/// <param name="Reserved">What calls in flight have reserved.</param>
/// <param name="Limit">The limit.</param>
/// <param name="PeriodEnd">When the budget is full again; null for a rolling one.</param>
public sealed record BudgetStatus(
    UsageBudget Budget,
    string? Key,
    decimal Used,
    decimal Reserved,
    decimal Limit,
    DateTimeOffset? PeriodEnd
)
{
    /// <summary>What is neither used nor reserved, 0 or more.</summary>
    public decimal Remaining => Math.Max(0m, Limit - Used - Reserved);
}
