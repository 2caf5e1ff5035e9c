namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>A store that blocks the thread it is asked on, but not for ever.</summary>
internal sealed class BlockingBudgetStore : IBudgetStore
{
    private readonly InProcessBudgetStore _store = new();
    private readonly ManualResetEventSlim _free = new(true);

    /// <summary>Whether each settlement was asked for on a thread of the pool.</summary>
    public TaskCompletionSource<bool> SettledOnPool { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Block() => _free.Reset();

    public void Free() => _free.Set();

    public ValueTask OpenAsync(
        IReadOnlyList<BudgetCounter> counters,
        Func<IReadOnlyList<BudgetCounter>, CancellationToken, Task<IReadOnlyList<IReadOnlyList<BudgetUse>>>> used,
        CancellationToken cancellationToken
    ) => _store.OpenAsync(counters, used, cancellationToken);

    public ValueTask<BudgetDecision> ReserveAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken
    )
    {
        _free.Wait(TimeSpan.FromSeconds(10), CancellationToken.None);
        return _store.ReserveAsync(reservation, charges, now, expiresAt, cancellationToken);
    }

    public ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        SettledOnPool.TrySetResult(Thread.CurrentThread.IsThreadPoolThread);
        return _store.SettleAsync(reservation, charges, now, cancellationToken);
    }

    public ValueTask<bool> TryMarkAsync(
        BudgetCounter counter,
        int percent,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => _store.TryMarkAsync(counter, percent, now, cancellationToken);

    public ValueTask<IReadOnlyList<BudgetCount?>> ReadAsync(
        IReadOnlyList<BudgetCounter> counters,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => _store.ReadAsync(counters, now, cancellationToken);
}
