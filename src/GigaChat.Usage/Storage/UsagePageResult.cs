namespace GigaChat.Usage;

/// <summary>A page of records, newest first.</summary>
/// <param name="Items">The records.</param>
/// <param name="Next">Where the next (older) page starts; null on the last page.</param>
/// <param name="Previous">Where the previous (newer) page ends; null on the first page.</param>
public sealed record UsagePageResult(IReadOnlyList<UsageRecord> Items, UsageCursor? Next, UsageCursor? Previous)
{
    internal static UsagePageResult Of(IReadOnlyList<UsageRecord> items, bool hasOlder, bool hasNewer) =>
        new(
            items,
            hasOlder && items.Count > 0 ? Cursor(items[^1]) : null,
            hasNewer && items.Count > 0 ? Cursor(items[0]) : null
        );

    private static UsageCursor Cursor(UsageRecord record) => new(record.CreatedAt, record.Id);
}
