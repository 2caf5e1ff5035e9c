namespace GigaChat.Usage;

/// <summary>The figures of a counter, in its unit.</summary>
/// <param name="Used">The amount used by ended calls.</param>
/// <param name="Reserved">The amount reserved by calls in flight.</param>
/// <param name="FreeAt">The time when the oldest use of a rolling counter falls out of its window; null for the others,
/// and when nothing is used.</param>
public readonly record struct BudgetCount(long Used, long Reserved, DateTimeOffset? FreeAt = null);
