namespace GigaChat.Usage.Budgets;

/// <summary>What makes a counter one of its own. Name, scope, key, unit and period stand apart, so that no two budgets
/// share a figure (L32).</summary>
/// <param name="Budget">The budget's name.</param>
/// <param name="Scope">What the budget is for.</param>
/// <param name="Key">Whose; null for everything together.</param>
/// <param name="IsInRubles">The unit: rubles, or tokens.</param>
/// <param name="Period">The kind of the period.</param>
/// <param name="Window">The length of a rolling period.</param>
/// <param name="Start">The first moment of the period, in ticks.</param>
internal readonly record struct BudgetCounterKey(
    string Budget,
    BudgetScope Scope,
    string? Key,
    bool IsInRubles,
    BudgetPeriod Period,
    TimeSpan? Window,
    long Start
);
