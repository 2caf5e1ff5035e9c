namespace GigaChat.Usage;

/// <summary>An amount to count on a counter, in its own unit: tokens, or billionths of a ruble.</summary>
/// <param name="Counter">The counter.</param>
/// <param name="Amount">How much, 0 or more.</param>
/// <param name="Limit">What used and reserved may be together afterwards; <see cref="long.MaxValue"/> when the budget
/// only warns.</param>
public readonly record struct BudgetCharge(BudgetCounter Counter, long Amount, long Limit);
