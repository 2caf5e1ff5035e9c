namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>A store that blocks the thread it is asked on, but not for ever.</summary>
internal sealed class BlockingBudgetStore : ChangedBudgetStore
{
    private readonly ManualResetEventSlim _free = new(true);

    /// <summary>Whether each settlement was asked for on a thread of the pool.</summary>
    public TaskCompletionSource<bool> SettledOnPool { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Block() => _free.Reset();

    public void Free() => _free.Set();

    public override ValueTask<BudgetDecision> ReserveAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken
    )
    {
        _free.Wait(TimeSpan.FromSeconds(10), CancellationToken.None);
        return base.ReserveAsync(reservation, charges, now, expiresAt, cancellationToken);
    }

    public override ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        SettledOnPool.TrySetResult(Thread.CurrentThread.IsThreadPoolThread);
        return base.SettleAsync(reservation, charges, now, cancellationToken);
    }
}
