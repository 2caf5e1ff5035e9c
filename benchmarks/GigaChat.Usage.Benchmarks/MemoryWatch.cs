namespace GigaChat.Usage.Benchmarks;

/// <summary>Watches the memory of this process until it is disposed.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _done = new();
    private readonly Task _watching;

    public MemoryWatch() => _watching = WatchAsync();

    /// <summary>The largest working set, in bytes.</summary>
    public long WorkingSet { get; private set; } = Environment.WorkingSet;

    /// <summary>The largest managed memory, in bytes.</summary>
    public long Managed { get; private set; } = GC.GetTotalMemory(forceFullCollection: false);

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _watching;
        _done.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Step);
        try
        {
            while (await timer.WaitForNextTickAsync(_done.Token))
                (WorkingSet, Managed) = (
                    Math.Max(WorkingSet, Environment.WorkingSet),
                    Math.Max(Managed, GC.GetTotalMemory(forceFullCollection: false))
                );
        }
        catch (OperationCanceledException)
        {
            // What was watched has ended.
        }
    }
}
