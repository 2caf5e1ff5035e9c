namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// Collects items while the previous batch is written, so that a thousand callers share a few transactions and
/// connections. Items that nobody waits for any more are dropped.
/// </summary>
/// <param name="atOnce">The number of batches that are written at the same time.</param>
/// <param name="most">The most items of a batch.</param>
/// <param name="linger">The time for which a batch collects items before it is written.</param>
/// <param name="write">Writes a batch; its results are in the order of the items.</param>
#pragma warning disable CA1001 // The semaphore's wait handle is never made, so there is nothing to dispose.
internal sealed class WriteBatches<TItem, TResult>(
    int atOnce,
    int most,
    TimeSpan linger,
    Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> write
)
{
#pragma warning restore CA1001
    private readonly Queue<Waiting> _queue = new();

    /// <summary>Ends the time for which the next batch collects items.</summary>
    private readonly SemaphoreSlim _hurry = new(0, 1);
    private int _running;

    public Task<TResult> AddAsync(TItem item, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiting = new Waiting(
            item,
            new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously),
            cancellationToken
        );
        lock (_queue)
        {
            _queue.Enqueue(waiting);
            if (_running < atOnce)
            {
                _running++;
                _ = Task.Run(RunAsync, CancellationToken.None);
            }
        }

        return waiting.Done.Task;
    }

    /// <summary>Has the next batch written at once, because somebody waits for it.</summary>
    public void Hurry()
    {
        lock (_queue)
        {
            if (_hurry.CurrentCount == 0)
                _hurry.Release();
        }
    }

    private async Task RunAsync()
    {
        while (true)
        {
            if (linger > TimeSpan.Zero)
                await _hurry.WaitAsync(linger).ConfigureAwait(false);
            if (Next() is not { Count: > 0 } batch)
                return;
            await WriteAsync(batch).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(List<Waiting> batch)
    {
        try
        {
            var results = await write([.. batch.Select(static waiting => waiting.Item)]).ConfigureAwait(false);
            foreach (var (waiting, result) in batch.Zip(results))
                waiting.Done.TrySetResult(result);
        }
        catch (UsageDataException) when (batch.Count > 1)
        {
            // One item that the database rejects must not fail the others.
            foreach (var waiting in batch)
                await WriteAsync([waiting]).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            foreach (var waiting in batch)
            {
                waiting.Done.TrySetException(error);
                _ = waiting.Done.Task.Exception; // Seen, though its caller may have gone.
            }
        }
    }

    private List<Waiting> Next()
    {
        var batch = new List<Waiting>();
        lock (_queue)
        {
            while (batch.Count < most && _queue.TryDequeue(out var waiting))
            {
                if (waiting.CancellationToken.IsCancellationRequested)
                    waiting.Done.TrySetCanceled(waiting.CancellationToken);
                else
                    batch.Add(waiting);
            }

            if (batch.Count == 0)
                _running--;
        }

        return batch;
    }

    private sealed record Waiting(TItem Item, TaskCompletionSource<TResult> Done, CancellationToken CancellationToken);
}
