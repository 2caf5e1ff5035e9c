namespace GigaChat.Usage;

/// <summary>A page of records, newest first.</summary>
public sealed class UsagePageResult
{
    /// <summary>The records.</summary>
    public required IReadOnlyList<UsageRecord> Items { get; init; }

    /// <summary>The cursor of the next (older) page; null on the last page.</summary>
    public UsageCursor? Next { get; init; }

    /// <summary>The cursor of the previous (newer) page; null on the first page.</summary>
    public UsageCursor? Previous { get; init; }

    internal static UsagePageResult Of(IReadOnlyList<UsageRecord> items, bool hasOlder, bool hasNewer) =>
        new()
        {
            Items = items,
            Next = hasOlder && items.Count > 0 ? Cursor(items[^1]) : null,
            Previous = hasNewer && items.Count > 0 ? Cursor(items[0]) : null,
        };

    private static UsageCursor Cursor(UsageRecord record) => new(record.CreatedAt, record.Id);
}
