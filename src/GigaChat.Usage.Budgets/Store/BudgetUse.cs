namespace GigaChat.Usage;

/// <summary>What was used before a counter was opened.</summary>
/// <param name="At">When; for an hour's use its end, so that it counts no shorter than it should.</param>
/// <param name="Amount">How much, in the counter's unit.</param>
public readonly record struct BudgetUse(DateTimeOffset At, long Amount);
