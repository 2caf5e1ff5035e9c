namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>Lets no query through until it is opened, and counts them.</summary>
internal sealed class GatedReader(IUsageReader reader) : IUsageReader
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _queries;

    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Queries => _queries;

    /// <summary>The filters that have no answer.</summary>
    public Func<UsageFilter, bool> Fails { get; init; } = static _ => false;

    public void Open() => _open.SetResult();

    public async Task<IReadOnlyList<UsageGroup>> AggregateAsync(
        UsageFilter filter,
        UsageGrouping groupBy,
        CancellationToken cancellationToken = default
    )
    {
        Interlocked.Increment(ref _queries);
        Asked.TrySetResult();
        await _open.Task;
        if (Fails(filter))
            throw new TimeoutException("no answer");
        return await reader.AggregateAsync(filter, groupBy, cancellationToken);
    }

    public Task<UsagePageResult> ListAsync(
        UsageFilter filter,
        UsagePage page,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException();

    public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
