namespace GigaChat.Usage.AspNetCore;

/// <summary>A store that can be told to fail or to never answer, around records in memory; it remembers what it was asked.</summary>
internal sealed class BrokenStore : IUsageStore, IUsageReader
{
    private readonly InMemoryUsageStore _inner = new();

    /// <summary>What a question meets before it is answered; by default nothing.</summary>
    public Func<CancellationToken, Task> Trouble { get; set; } = static _ => Task.CompletedTask;

    public List<UsagePage> Pages { get; } = [];

    /// <summary>Ends with the first question for a page.</summary>
    public TaskCompletionSource Listed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static Task Down(CancellationToken ct) => throw new IOException("Host=secret-host;Password=hunter2 refused");

    public static Task Silent(CancellationToken ct) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);

    public async Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken ct)
    {
        await Trouble(ct);
        await _inner.AppendAsync(batch, ct);
    }

    public async Task<IReadOnlyList<UsageGroup>> AggregateAsync(UsageFilter filter, UsageGrouping groupBy, CancellationToken ct = default)
    {
        await Trouble(ct);
        return await _inner.AggregateAsync(filter, groupBy, ct);
    }

    public async Task<UsagePageResult> ListAsync(UsageFilter filter, UsagePage page, CancellationToken ct = default)
    {
        Pages.Add(page);
        Listed.TrySetResult();
        await Trouble(ct);
        return await _inner.ListAsync(filter, page, ct);
    }

    public async Task<UsageRecord?> FindAsync(Guid id, CancellationToken ct = default)
    {
        await Trouble(ct);
        return await _inner.FindAsync(id, ct);
    }
}
