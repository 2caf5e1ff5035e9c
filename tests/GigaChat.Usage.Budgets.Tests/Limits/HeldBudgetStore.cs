namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>A store in which something waits for a test.</summary>
internal abstract class HeldBudgetStore : IBudgetStore
{
    private readonly InProcessBudgetStore _store = new();
    private readonly SemaphoreSlim _reservations = new(0);

    public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public virtual ValueTask WarmUpAsync(CancellationToken cancellationToken) => default;

    public ValueTask OpenAsync(
        IReadOnlyList<BudgetCounter> counters,
        Func<IReadOnlyList<BudgetCounter>, CancellationToken, Task<IReadOnlyList<IReadOnlyList<BudgetUse>>>> used,
        CancellationToken cancellationToken
    ) => _store.OpenAsync(counters, used, cancellationToken);

    /// <summary>Ends when so many reservations were decided.</summary>
    public async Task Reservations(int count)
    {
        for (var i = 0; i < count; i++)
            await _reservations.WaitAsync().Soon();
    }

    public async ValueTask<BudgetDecision> ReserveAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken
    )
    {
        var decision = await _store.ReserveAsync(reservation, charges, now, expiresAt, cancellationToken);
        _reservations.Release();
        return decision;
    }

    public virtual ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(
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
