using GigaChat.Usage.Budgets;

namespace GigaChat.Usage.Tests;

/// <summary>A store that counts in this process, and of which a test changes what it is about.</summary>
internal abstract class ChangedBudgetStore : IBudgetStore
{
    private InProcessBudgetStore? _store;

    /// <summary>The clock that windows are measured by; the system's when null. Set before the first call.</summary>
    public TimeProvider? Clock { get; set; }

    private InProcessBudgetStore Store =>
        LazyInitializer.EnsureInitialized(ref _store, () => new InProcessBudgetStore(Clock))!;

    /// <summary>Loses all it has counted.</summary>
    protected void Lose() => Volatile.Write(ref _store, null);

    public virtual ValueTask WarmUpAsync(CancellationToken cancellationToken) => default;

    public ValueTask OpenAsync(
        IReadOnlyList<BudgetCounter> counters,
        Func<IReadOnlyList<BudgetCounter>, CancellationToken, Task<IReadOnlyList<IReadOnlyList<BudgetUse>>>> used,
        CancellationToken cancellationToken
    ) => Store.OpenAsync(counters, used, cancellationToken);

    public virtual ValueTask<BudgetDecision> ReserveAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken
    ) => Store.ReserveAsync(reservation, charges, now, expiresAt, cancellationToken);

    public virtual ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Store.SettleAsync(reservation, charges, now, cancellationToken);

    public virtual ValueTask<bool> TryMarkAsync(
        BudgetCounter counter,
        int percent,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Store.TryMarkAsync(counter, percent, now, cancellationToken);

    public ValueTask<IReadOnlyList<BudgetCount?>> ReadAsync(
        IReadOnlyList<BudgetCounter> counters,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Store.ReadAsync(counters, now, cancellationToken);
}
