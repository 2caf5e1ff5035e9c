namespace GigaChat.Usage.DashboardLoad;

/// <summary>Counts the records of the pages that an export reads.</summary>
internal sealed class ListedRecords(IUsageReader reader) : IUsageReader
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public Task<IReadOnlyList<UsageGroup>> AggregateAsync(
        UsageFilter filter,
        UsageGrouping groupBy,
        CancellationToken cancellationToken = default
    ) => reader.AggregateAsync(filter, groupBy, cancellationToken);

    public async Task<UsagePageResult> ListAsync(
        UsageFilter filter,
        UsagePage page,
        CancellationToken cancellationToken = default
    )
    {
        var result = await reader.ListAsync(filter, page, cancellationToken);
        Interlocked.Add(ref _count, result.Items.Count);
        return result;
    }

    public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        reader.FindAsync(id, cancellationToken);
}
