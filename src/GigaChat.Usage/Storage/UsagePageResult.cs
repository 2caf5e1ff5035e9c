namespace GigaChat.Usage;

/// <summary>A page of records, newest first.</summary>
/// <param name="Items">The records.</param>
/// <param name="Next">Where the next (older) page starts; null on the last page.</param>
/// <param name="Previous">Where the previous (newer) page ends; null on the first page.</param>
public sealed record UsagePageResult(IReadOnlyList<UsageRecord> Items, UsageCursor? Next, UsageCursor? Previous);
