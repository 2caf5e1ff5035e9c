namespace GigaChat.Usage.Budgets;

/// <summary>The opening of a counter, and the number of calls that wait for it.</summary>
internal sealed class BudgetOpening(UsageBudget budget, BudgetCounter counter, DateTimeOffset before)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    public UsageBudget Budget { get; } = budget;

    public BudgetCounter Counter { get; } = counter;

    /// <summary>The start of the first call that requested it, which is counted separately.</summary>
    public DateTimeOffset Before { get; } = before;

    /// <summary>
    /// <c>true</c> if all that waited have stopped waiting, because their calls were sent, refused or canceled;
    /// otherwise, <c>false</c>.
    /// </summary>
    public bool IsAbandoned => Volatile.Read(ref _waiting) == 0;

    /// <summary>Adds a waiting call, before the opening is queued or found.</summary>
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
