namespace GigaChat.Usage;

/// <summary>Asks a store on threads of the pool: one that blocks although its methods are asynchronous, as SQLite's driver does, holds up neither a caller nor a finalizer.</summary>
internal sealed class OffThreadBudgetStore(IBudgetStore store) : IBudgetStore
{
    public ValueTask OpenAsync(BudgetCounter counter, Func<CancellationToken, Task<IReadOnlyList<BudgetUse>>> used, CancellationToken ct) =>
        new(Task.Run(() => store.OpenAsync(counter, used, ct).AsTask(), CancellationToken.None));

    public ValueTask<BudgetDecision> ReserveAsync(
        Guid reservation, IReadOnlyList<BudgetCharge> charges, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken ct) =>
        new(Task.Run(() => store.ReserveAsync(reservation, charges, now, expiresAt, ct).AsTask(), CancellationToken.None));

    public ValueTask<IReadOnlyList<BudgetCount>> SettleAsync(Guid reservation, IReadOnlyList<BudgetCharge> charges, DateTimeOffset now, CancellationToken ct) =>
        new(Task.Run(() => store.SettleAsync(reservation, charges, now, ct).AsTask(), CancellationToken.None));

    public ValueTask<bool> TryMarkAsync(BudgetCounter counter, int percent, DateTimeOffset now, CancellationToken ct) =>
        new(Task.Run(() => store.TryMarkAsync(counter, percent, now, ct).AsTask(), CancellationToken.None));

    public ValueTask<IReadOnlyList<BudgetCount>> ReadAsync(IReadOnlyList<BudgetCounter> counters, DateTimeOffset now, CancellationToken ct) =>
        new(Task.Run(() => store.ReadAsync(counters, now, ct).AsTask(), CancellationToken.None));
}
