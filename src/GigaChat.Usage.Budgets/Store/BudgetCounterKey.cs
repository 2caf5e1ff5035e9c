namespace GigaChat.Usage.Budgets;

/// <summary>
/// The identity of a counter. Name, scope, key, unit and period are separate, so that no two budgets share a figure
/// (L32).
/// </summary>
/// <param name="Budget">The budget's name.</param>
/// <param name="Scope">The scope of the budget.</param>
/// <param name="TagKey">The key of the tag; null for other scopes.</param>
/// <param name="Key">The user, access token, type, platform, value of the tag or model; null for a budget that covers all calls.</param>
/// <param name="IsInRubles">The unit: rubles, or tokens.</param>
/// <param name="Period">The kind of the period.</param>
/// <param name="Window">The length of a rolling period.</param>
/// <param name="Start">The first moment of the period, in ticks.</param>
internal readonly record struct BudgetCounterKey(
    string Budget,
    BudgetScope Scope,
    string? TagKey,
    string? Key,
    bool IsInRubles,
    BudgetPeriod Period,
    TimeSpan? Window,
    long Start
);
