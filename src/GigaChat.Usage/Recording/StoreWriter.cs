using GigaChat.Usage.Storage;

namespace GigaChat.Usage.Recording;

/// <summary>Makes single attempts to write, each of which ends in time whatever the store does.</summary>
/// <param name="store">The store.</param>
/// <param name="timeout">How long an attempt may take.</param>
/// <param name="timeProvider">Measures it.</param>
/// <param name="abort">Ends attempts at once, when the time to stop has run out.</param>
internal sealed class StoreWriter(
    IUsageStore store,
    TimeSpan timeout,
    TimeProvider timeProvider,
    CancellationToken abort
)
{
    /// <summary>How many writes that ran out of time may still hang in the store before no more are begun: each may
    /// hold a thread or a connection.</summary>
    private const int MostHanging = 4;

    private readonly List<Task> _hanging = [];

    /// <summary>Offers records to the store.</summary>
    /// <returns>Null when they are durable, else what went wrong; never throws.</returns>
    public async Task<Exception?> TryWriteAsync(ReadOnlyMemory<QueuedRecord> part)
    {
        _hanging.RemoveAll(static write => write.IsCompleted);
        if (_hanging.Count >= MostHanging)
            return new TimeoutException(
                $"The store still hangs in {_hanging.Count} earlier writes, each given up after {timeout}."
            );

        UsageRecord[] records;
        try
        {
            // A copy of its own for each attempt: a write that was given up may still be reading.
            records = Fit(part.Span);
        }
        catch (Exception error)
        {
            return new UsageDataException("A text or number of the record cannot be made to fit any store.", error);
        }

        // No timer of its own and nothing linked, so it needs no disposal; a write that was given up may still be
        // looking at its token.
        var cancellation = new CancellationTokenSource();

        // On a thread of its own, because a store may block although its method says Async: in the pool it would take
        // the application's threads.
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
        // Off this path, because what a store does on cancellation may block as well.
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
