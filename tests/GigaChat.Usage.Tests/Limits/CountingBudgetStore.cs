namespace GigaChat.Usage.Tests.Limits;

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
            await _settled.WaitAsync();
    }

    public ValueTask OpenAsync(BudgetCounter counter, Func<CancellationToken, Task<IReadOnlyList<BudgetUse>>> used, CancellationToken ct) => _store.OpenAsync(counter, used, ct);

    public ValueTask<BudgetDecision> ReserveAsync(Guid reservation, IReadOnlyList<BudgetCharge> charges, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken ct) =>
        _store.ReserveAsync(reservation, charges, now, expiresAt, ct);

    public async ValueTask<IReadOnlyList<BudgetCount>> SettleAsync(Guid reservation, IReadOnlyList<BudgetCharge> charges, DateTimeOffset now, CancellationToken ct)
    {
        var counts = await _store.SettleAsync(reservation, charges, now, ct);
        _settled.Release();
        return counts;
    }

    public ValueTask<bool> TryMarkAsync(BudgetCounter counter, int percent, DateTimeOffset now, CancellationToken ct)
    {
        Interlocked.Increment(ref _marks);
        return _store.TryMarkAsync(counter, percent, now, ct);
    }

    public ValueTask<IReadOnlyList<BudgetCount>> ReadAsync(IReadOnlyList<BudgetCounter> counters, DateTimeOffset now, CancellationToken ct) => _store.ReadAsync(counters, now, ct);
}
