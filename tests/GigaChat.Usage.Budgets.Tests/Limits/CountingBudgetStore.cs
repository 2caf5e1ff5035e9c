namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>A store that counts what is asked of it.</summary>
internal sealed class CountingBudgetStore : IBudgetStore
{
    private readonly InProcessBudgetStore _store = new();
    private readonly SemaphoreSlim _settled = new(0);
    private int _marks;

    public int Marks => _marks;

    /// <summary>Ends when so many calls were settled.</summary>
    public async Task Settled(int calls)
    {
        for (var call = 0; call < calls; call++)
            await _settled.WaitAsync().Soon();
    }

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

    public async ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var counts = await _store.SettleAsync(reservation, charges, now, cancellationToken);
        _settled.Release();
        return counts;
    }

    public ValueTask<bool> TryMarkAsync(
        BudgetCounter counter,
        int percent,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        Interlocked.Increment(ref _marks);
        return _store.TryMarkAsync(counter, percent, now, cancellationToken);
    }

    public ValueTask<IReadOnlyList<BudgetCount?>> ReadAsync(
        IReadOnlyList<BudgetCounter> counters,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => _store.ReadAsync(counters, now, cancellationToken);
}
