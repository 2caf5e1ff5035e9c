namespace GigaChat.Usage.Budgets;

/// <summary>
/// Queries a store on threads of the pool: one that blocks although its methods are asynchronous, like SQLite's driver,
/// blocks neither a caller nor a finalizer.
/// </summary>
internal sealed class OffThreadBudgetStore(IBudgetStore store) : IBudgetStore
{
    public ValueTask WarmUpAsync(CancellationToken cancellationToken) =>
        new(Task.Run(() => store.WarmUpAsync(cancellationToken).AsTask(), CancellationToken.None));

    public ValueTask OpenAsync(
        IReadOnlyList<BudgetCounter> counters,
        Func<IReadOnlyList<BudgetCounter>, CancellationToken, Task<IReadOnlyList<IReadOnlyList<BudgetUse>>>> used,
        CancellationToken cancellationToken
    ) => new(Task.Run(() => store.OpenAsync(counters, used, cancellationToken).AsTask(), CancellationToken.None));

    public ValueTask<BudgetDecision> ReserveAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken
    ) =>
        new(
            Task.Run(
                () => store.ReserveAsync(reservation, charges, now, expiresAt, cancellationToken).AsTask(),
                CancellationToken.None
            )
        );

    public ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        new(
            Task.Run(
                () => store.SettleAsync(reservation, charges, now, cancellationToken).AsTask(),
                CancellationToken.None
            )
        );

    public ValueTask<bool> TryMarkAsync(
        BudgetCounter counter,
        int percent,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        new(
            Task.Run(
                () => store.TryMarkAsync(counter, percent, now, cancellationToken).AsTask(),
                CancellationToken.None
            )
        );

    public ValueTask<IReadOnlyList<BudgetCount?>> ReadAsync(
        IReadOnlyList<BudgetCounter> counters,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => new(Task.Run(() => store.ReadAsync(counters, now, cancellationToken).AsTask(), CancellationToken.None));
}
