namespace GigaChat.Usage.Budgets;

/// <summary>The opening of a counter, and how many wait for it.</summary>
internal sealed class BudgetOpening(BudgetCounter counter, DateTimeOffset before)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    public BudgetCounter Counter { get; } = counter;

    /// <summary>The start of the call that asked first, which is counted by itself.</summary>
    public DateTimeOffset Before { get; } = before;

    /// <summary>Whether all that waited have given up: their calls were sent, refused or canceled.</summary>
    public bool IsAbandoned => Volatile.Read(ref _waiting) == 0;

    /// <summary>Joins those that wait, before the opening is queued or found.</summary>
    public void Join() => Interlocked.Increment(ref _waiting);

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Succeed() => _done.TrySetResult();

    public void Fail(Exception error)
    {
        _done.TrySetException(error);
        _ = _done.Task.Exception; // Seen, though nobody may wait any more.
    }
}
