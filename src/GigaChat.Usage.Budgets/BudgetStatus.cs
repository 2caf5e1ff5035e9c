namespace GigaChat.Usage;

/// <summary>The use of a budget.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="Key">The user, access token, type or platform; null for a budget that covers all calls.</param>
/// <param name="Used">The used amount, in tokens or rubles.</param>
/// <param name="Reserved">The amount reserved by calls in flight, in tokens or rubles.</param>
/// <param name="Limit">The limit, in tokens or rubles.</param>
/// <param name="PeriodEnd">The time when the budget is renewed; null for a rolling one.</param>
public sealed record BudgetStatus(
    UsageBudget Budget,
    string? Key,
    decimal Used,
    decimal Reserved,
    decimal Limit,
    DateTimeOffset? PeriodEnd
)
{
    /// <summary>The amount that is neither used nor reserved, 0 or more, in tokens or rubles.</summary>
    public decimal Remaining => Math.Max(0m, Limit - Used - Reserved);
}
