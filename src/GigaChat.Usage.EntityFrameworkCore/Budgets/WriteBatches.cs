namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// Collects items while the previous batch is written, so that a thousand callers share a few transactions and
/// connections. Items that nobody waits for any more are dropped.
/// </summary>
internal sealed class WriteBatches<TItem, TResult>(
    int atOnce,
    int most,
    Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> write
)
{
    private readonly Queue<Waiting> _queue = new();
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

    private async Task RunAsync()
    {
        while (Next() is { Count: > 0 } batch)
            await WriteAsync(batch).ConfigureAwait(false);
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
