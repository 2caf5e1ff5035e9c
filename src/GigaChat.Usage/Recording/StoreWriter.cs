using GigaChat.Usage.Storage;

namespace GigaChat.Usage.Recording;

/// <summary>
/// Performs single attempts to write, each of which ends within a timeout, even if the store does not respond.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="timeout">The maximum duration of an attempt.</param>
/// <param name="timeProvider">The clock that measures the timeout.</param>
/// <param name="abort">A token that ends attempts at once, when the time to stop has elapsed.</param>
internal sealed class StoreWriter(
    IUsageStore store,
    TimeSpan timeout,
    TimeProvider timeProvider,
    CancellationToken abort
)
{
    /// <summary>
    /// The maximum number of timed-out writes that still hang in the store; no more are started, since each may occupy
    /// a thread or a connection.
    /// </summary>
    private const int MostHanging = 4;

    private readonly List<Task> _hanging = [];

    /// <summary>Offers records to the store. Never throws.</summary>
    /// <returns><c>null</c> if the records are durable; otherwise, the error.</returns>
    public async Task<Exception?> TryWriteAsync(ReadOnlyMemory<QueuedRecord> part)
    {
        _hanging.RemoveAll(static write => write.IsCompleted);
        if (_hanging.Count >= MostHanging)
            return new TimeoutException(
                $"{_hanging.Count} earlier writes still hang in the store, each abandoned after {timeout}."
            );

        UsageRecord[] records;
        try
        {
            // A separate copy for each attempt: an abandoned write may still be reading its own.
            records = Fit(part.Span);
        }
        catch (Exception error)
        {
            return new UsageDataException("A text or number of the record exceeds the limits of every store.", error);
        }

        // Without a timer and not linked, so it needs no disposal; an abandoned write may still use its token.
        var cancellation = new CancellationTokenSource();

        // On a separate thread, because a store may block although its method is asynchronous: on the pool it would
        // occupy the threads of the application.
        var write = Task
            .Factory.StartNew(
                () => store.AppendAsync(records, cancellation.Token),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            )
            .Unwrap();
        try
        {
            await write.WaitAsync(timeout, timeProvider, abort).ConfigureAwait(false);
            return null;
        }
        catch (Exception error) when (write.IsCompleted)
        {
            return write.IsCompletedSuccessfully ? null : error;
        }
        catch (Exception error)
        {
            GiveUp(write, cancellation);
            return error is TimeoutException
                ? new TimeoutException(
                    $"The store did not finish writing {records.Length} usage records within {timeout}."
                )
                : error;
        }
    }

    private static UsageRecord[] Fit(ReadOnlySpan<QueuedRecord> part)
    {
        var records = new UsageRecord[part.Length];
        for (var i = 0; i < records.Length; i++)
            records[i] = UsageRecordLimits.Fit(part[i].Record);
        return records;
    }

    private void GiveUp(Task write, CancellationTokenSource cancellation)
    {
        // Separate from this path, because the cancellation callbacks of a store may block as well.
        _ = cancellation.CancelAsync();
        _hanging.Add(write);
        _ = write.ContinueWith(
            static ended => _ = ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }
}
