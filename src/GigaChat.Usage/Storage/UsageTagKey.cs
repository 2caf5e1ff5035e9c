namespace GigaChat.Usage;

/// <summary>A key of tags that records have.</summary>
/// <param name="Key">The key; empty for the keys beyond the daily limit of a store, which it does not list.</param>
public sealed record UsageTagKey(string Key)
{
    /// <summary><c>true</c> if a day has more values than the store adds up one by one, and
    /// <see cref="UsageTags.Others"/> holds the rest; otherwise, <c>false</c>.</summary>
    public bool HasOthers { get; init; }
}
