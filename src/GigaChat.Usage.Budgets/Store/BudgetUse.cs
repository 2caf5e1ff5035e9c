namespace GigaChat.Usage;

/// <summary>A use before a counter was opened.</summary>
/// <param name="At">The time; for an hour's use its end, so that it counts for at least its full time.</param>
/// <param name="Amount">The amount, in the counter's unit.</param>
public readonly record struct BudgetUse(DateTimeOffset At, long Amount);
