namespace GigaChat.Usage;

/// <summary>What stands on a counter, in its own unit.</summary>
/// <param name="Used">What calls that are over have used.</param>
/// <param name="Reserved">What calls in flight have reserved.</param>
/// <param name="FreeAt">For a rolling counter, when the oldest use falls out of its window; null for the others, and
/// when nothing is used.</param>
public readonly record struct BudgetCount(long Used, long Reserved, DateTimeOffset? FreeAt = null);
