namespace GigaChat.Usage.Recording;

/// <summary>The flushes that wait for records to be settled. Guarded by the lock of the queue that owns it.</summary>
internal sealed class FlushWaiters
{
    private readonly Queue<(long Until, TaskCompletionSource Done)> _waiting = [];
    private (long Until, Task Task) _last = (0, Task.CompletedTask);
    private long _settled;

    /// <summary>The number below which a flush waits for every record to be settled.</summary>
    public long Wanted => _last.Until;

    public static InvalidOperationException LeftOver(long lost, long inJournal) =>
        new(
            $"The usage recorder stopped before {lost + inJournal} of the accepted usage records could be written; "
                + (
                    inJournal == 0
                        ? "they are counted as failed."
                        : $"{inJournal} of them stay in the journal for the next start, {lost} are counted as failed."
                )
        );

    /// <summary>
    /// Gets a task that completes when every record below a number is settled; the numbers of later calls are never
    /// lower.
    /// </summary>
    public Task Add(long until)
    {
        if (until <= _settled)
            return Task.CompletedTask;
        if (until == _last.Until)
            return _last.Task;

        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((until, done));
        _last = (until, done.Task);
        return done.Task;
    }

    public void Release(long settled)
    {
        _settled = settled;
        while (_waiting.TryPeek(out var first) && first.Until <= settled)
            _waiting.Dequeue().Done.SetResult();
    }

    /// <summary>Fails the flushes that still wait, because their records are abandoned.</summary>
    public void Abandon(long lost, long inJournal)
    {
        while (_waiting.TryDequeue(out var waiter))
        {
            waiter.Done.SetException(LeftOver(lost, inJournal));

            // Prevents an unobserved exception if the caller has stopped waiting.
            _ = waiter.Done.Task.Exception;
        }
    }
}
