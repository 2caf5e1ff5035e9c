namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>A store that counts what is asked of it.</summary>
internal sealed class CountingBudgetStore : ChangedBudgetStore
{
    private readonly SemaphoreSlim _settled = new(0);
    private int _marks;

    public int Marks => _marks;

    /// <summary>Ends when so many calls were settled.</summary>
    public async Task Settled(int calls)
    {
        for (var call = 0; call < calls; call++)
            await _settled.WaitAsync().Soon();
    }

    public override async ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var counts = await base.SettleAsync(reservation, charges, now, cancellationToken);
        _settled.Release();
        return counts;
    }

    public override ValueTask<bool> TryMarkAsync(
        BudgetCounter counter,
        int percent,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        Interlocked.Increment(ref _marks);
        return base.TryMarkAsync(counter, percent, now, cancellationToken);
    }
}
