namespace GigaChat.Usage;

/// <summary>An amount to count on a counter, in its unit: tokens, or billionths of a ruble.</summary>
/// <param name="Counter">The counter.</param>
/// <param name="Amount">The amount, 0 or more.</param>
/// <param name="Limit">The maximum of used and reserved amounts together afterwards; <see cref="long.MaxValue"/> when
/// the budget only warns.</param>
public readonly record struct BudgetCharge(BudgetCounter Counter, long Amount, long Limit);
