namespace GigaChat.Usage.AspNetCore;

/// <summary>A store that can be told to fail or to never answer, around records in memory; it remembers what it was
/// asked.</summary>
internal sealed class BrokenStore : IUsageStore, IUsageReader
{
    private readonly InMemoryUsageStore _inner = new();

    /// <summary>What a question meets before it is answered; by default nothing.</summary>
    public Func<CancellationToken, Task> Trouble { get; set; } = static _ => Task.CompletedTask;

    public List<UsagePage> Pages { get; } = [];

    /// <summary>Ends with the first question for a page.</summary>
    public TaskCompletionSource Listed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static Task Down(CancellationToken cancellationToken) =>
        throw new IOException("Host=secret-host;Password=hunter2 refused");

    public static Task Silent(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);

    public async Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        await Trouble(cancellationToken);
        await _inner.AppendAsync(batch, cancellationToken);
    }

    public async Task<IReadOnlyList<UsageGroup>> AggregateAsync(
        UsageFilter filter,
        UsageGrouping groupBy,
        CancellationToken cancellationToken = default
    )
    {
        await Trouble(cancellationToken);
        return await _inner.AggregateAsync(filter, groupBy, cancellationToken);
    }

    public async Task<UsagePageResult> ListAsync(
        UsageFilter filter,
        UsagePage page,
        CancellationToken cancellationToken = default
    )
    {
        Pages.Add(page);
        Listed.TrySetResult();
        await Trouble(cancellationToken);
        return await _inner.ListAsync(filter, page, cancellationToken);
    }

    public async Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default)
    {
        await Trouble(cancellationToken);
        return await _inner.FindAsync(id, cancellationToken);
    }
}
