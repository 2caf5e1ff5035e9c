namespace GigaChat.Usage;

/// <summary>
/// Implemented by readers that can list the keys of tags without reading every record. Every store of this library does;
/// for other readers <see cref="GigaChatTokenUsage.GetTagKeysAsync"/> reads the newest records.
/// </summary>
public interface IUsageTagReader
{
    /// <summary>Gets the keys of the tags that records of a period have.</summary>
    /// <param name="from">The first moment; null for no limit.</param>
    /// <param name="to">The first moment after the period; null for no limit.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The keys in ordinal order. A store that keeps sums by day may add those of the days and weeks that the
    /// period covers in part.</returns>
    Task<IReadOnlyList<UsageTagKey>> GetTagKeysAsync(
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default
    );
}
