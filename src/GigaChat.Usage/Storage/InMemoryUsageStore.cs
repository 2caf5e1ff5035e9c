using GigaChat.Usage.Storage;

namespace GigaChat.Usage;

/// <summary>Stores records in memory, for tests and for a first look; they are lost when the process ends.</summary>
/// <remarks>
/// Stores every record it is given, without a bound (about 400 bytes each), and reads all of them for each query: it is
/// the reference implementation of the contract, against which the other stores are checked.
/// </remarks>
public sealed class InMemoryUsageStore : IUsageStore, IUsageReader, IUsageTagReader
{
    private static readonly Comparison<UsageRecord> NewestFirst = static (a, b) => Place(b).CompareTo(Place(a));

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, UsageRecord> _records = [];

    /// <inheritdoc />
    public Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        var fitted = new UsageRecord[batch.Count];
        for (var i = 0; i < fitted.Length; i++)
            fitted[i] = UsageRecordLimits.Fit(batch[i]);

        lock (_gate)
        {
            foreach (var record in fitted)
                _records.TryAdd(record.Id, record);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<UsageGroup>> AggregateAsync(
        UsageFilter filter,
        UsageGrouping groupBy,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(groupBy);
        var fitted = groupBy.Fit();
        return Task.FromResult(UsageAggregation.Of(Select(filter, cancellationToken), fitted));
    }

    /// <inheritdoc />
    public Task<UsagePageResult> ListAsync(
        UsageFilter filter,
        UsagePage page,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(page);
        page.Validate();
        var records = Select(filter, cancellationToken);
        records.Sort(NewestFirst);

        if (page.Before is { } before)
        {
            var newer = records.FindAll(record => Place(record).CompareTo((before.CreatedAt, before.Id)) > 0);
            var more = newer.Count > page.Size;
            return Task.FromResult(
                UsagePageResult.Of(newer[^Math.Min(page.Size, newer.Count)..], hasOlder: true, hasNewer: more)
            );
        }

        if (page.After is { } after)
            records.RemoveAll(record => Place(record).CompareTo((after.CreatedAt, after.Id)) >= 0);
        return Task.FromResult(
            UsagePageResult.Of(
                records[..Math.Min(page.Size, records.Count)],
                records.Count > page.Size,
                page.After is not null
            )
        );
    }

    /// <inheritdoc />
    public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return Task.FromResult(_records.GetValueOrDefault(id));
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<UsageTagKey>> GetTagKeysAsync(
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default
    ) => Task.FromResult(UsageAggregation.TagKeys(Select(new UsageFilter { From = from, To = to }, cancellationToken)));

    private static (DateTimeOffset CreatedAt, Guid Id) Place(UsageRecord record) => (record.CreatedAt, record.Id);

    private List<UsageRecord> Select(UsageFilter filter, CancellationToken cancellationToken)
    {
        var fitted = filter.Fit();
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return [.. _records.Values.Where(fitted.Matches)];
    }
}
