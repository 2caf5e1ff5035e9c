namespace GigaChat.Usage;

/// <summary>Answers questions about stored usage. Every store of this library is also a reader.</summary>
public interface IUsageReader
{
    /// <summary>Sums the records that a filter lets through, by groups.</summary>
    /// <param name="filter">Which records.</param>
    /// <param name="groupBy">What to group by. Without dimensions the answer is one group, with zeros when nothing was
    /// found.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// The groups that have at least one record: by total tokens, largest first; groups with the same total by hour,
    /// day and then the
    /// other keys, so that the order never depends on the store.
    /// </returns>
    Task<IReadOnlyList<UsageGroup>> AggregateAsync(
        UsageFilter filter,
        UsageGrouping groupBy,
        CancellationToken cancellationToken = default
    );

    /// <summary>One page of the records that a filter lets through, newest first (by
    /// <see cref="UsageRecord.CreatedAt"/>, then by id).</summary>
    /// <param name="filter">Which records.</param>
    /// <param name="page">Which page; its cost does not depend on how deep it lies.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    Task<UsagePageResult> ListAsync(UsageFilter filter, UsagePage page, CancellationToken cancellationToken = default);

    /// <summary>One record by its id; null when there is none.</summary>
    /// <param name="id">The record's <see cref="UsageRecord.Id"/>.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default);
}
