namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>A store that loses all it counts when a test says so, as a table does that is truncated.</summary>
internal sealed class ForgetfulBudgetStore : IBudgetStore
{
    private volatile InProcessBudgetStore _store = new();

    public void Forget() => _store = new InProcessBudgetStore();

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
    ) => _store.ReserveAsync(reservation, charges, now, expiresAt, cancellationToken);

    public ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => _store.SettleAsync(reservation, charges, now, cancellationToken);

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
