namespace GigaChat.Usage;

/// <summary>Queries stored usage. Every store of this library is also a reader.</summary>
public interface IUsageReader
{
    /// <summary>Sums the records of a filter, by groups.</summary>
    /// <param name="filter">The records.</param>
    /// <param name="groupBy">The grouping. Without dimensions the result is one group, with zeros when there are no
    /// records.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The groups that have at least one record: by total tokens, largest first; groups with the same total by
    /// time and then the other keys, so that the order never depends on the store.</returns>
    Task<IReadOnlyList<UsageGroup>> AggregateAsync(
        UsageFilter filter,
        UsageGrouping groupBy,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Gets one page of the records of a filter, newest first (by <see cref="UsageRecord.CreatedAt"/>, then by id).
    /// </summary>
    /// <param name="filter">The records.</param>
    /// <param name="page">The page; its cost does not depend on its depth.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    Task<UsagePageResult> ListAsync(UsageFilter filter, UsagePage page, CancellationToken cancellationToken = default);

    /// <summary>Gets one record by its id; null when there is none.</summary>
    /// <param name="id">The record's <see cref="UsageRecord.Id"/>.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default);
}
