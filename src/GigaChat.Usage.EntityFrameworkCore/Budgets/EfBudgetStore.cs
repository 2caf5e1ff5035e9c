namespace GigaChat.Usage;

/// <summary>Counts budgets in the database of the usage store, exactly for all processes that share it.</summary>
/// <remarks>
/// A reservation is one statement on PostgreSQL: it raises the counters where the call fits and notes the reservation; where one does not fit,
/// nothing is raised. Reservations of processes that died are freed when their lease is over and somebody needs the room. Costs a round trip
/// to the database before a call, and one after it in the background.
/// </remarks>
#pragma warning disable CA1001 // The semaphore's wait handle is never made, so there is nothing to dispose.
public sealed class EfBudgetStore : IBudgetStore
#pragma warning restore CA1001
{
    private readonly EfUsageStore _store;

    // A database with one writer at a time makes the others wait on a thread each: let them wait here, on none.
    private readonly SemaphoreSlim? _oneWriter;

    /// <summary>Makes the store.</summary>
    /// <param name="store">Whose database to count in.</param>
    public EfBudgetStore(EfUsageStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _oneWriter = store.Database.Dialect.CanChangeInWith ? null : new SemaphoreSlim(1, 1);
    }

    /// <inheritdoc />
    public async ValueTask OpenAsync(BudgetCounter counter, Func<CancellationToken, Task<IReadOnlyList<BudgetUse>>> used, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(counter);
        ArgumentNullException.ThrowIfNull(used);
        await _store.EnsureReadyAsync(ct).ConfigureAwait(false);
        if (await _store.Database.ReadAsync(session => BudgetSql.ExistsAsync(session, counter), ct).ConfigureAwait(false))
            return;
        var before = await used(ct).ConfigureAwait(false);
        await WriteAsync(session => BudgetSql.CreateAsync(session, counter, before), ct).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask<BudgetDecision> ReserveAsync(
        Guid reservation, IReadOnlyList<BudgetCharge> charges, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(charges);
        for (var isSwept = false; ; isSwept = true)
        {
            try
            {
                await WriteAsync(session => BudgetSql.ReserveAsync(session, reservation, charges, now, expiresAt), ct).ConfigureAwait(false);
                return BudgetDecision.Granted;
            }
            catch (BudgetRefusedException)
            {
                // Rolled back. Somebody's lease may be over, and the room free.
                if (isSwept || await WriteAsync(session => BudgetSql.SweepAsync(session, charges, now), ct).ConfigureAwait(false) == 0)
                    break;
            }
        }

        var counts = await ReadAsync([.. charges.Select(static charge => charge.Counter)], now, ct).ConfigureAwait(false);
        var refusedBy = Enumerable.Range(0, charges.Count).FirstOrDefault(i => counts[i].Used + counts[i].Reserved + charges[i].Amount > charges[i].Limit);
        return new BudgetDecision(refusedBy, counts[refusedBy]);
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<BudgetCount>> SettleAsync(Guid reservation, IReadOnlyList<BudgetCharge> charges, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(charges);
        return await WriteAsync(session => BudgetSql.SettleAsync(session, reservation, charges, now), ct).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask<bool> TryMarkAsync(BudgetCounter counter, int percent, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(counter);
        return await WriteAsync(session => BudgetSql.TryMarkAsync(session, counter, percent, now), ct).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<BudgetCount>> ReadAsync(IReadOnlyList<BudgetCounter> counters, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(counters);
        return await _store.Database.ReadAsync(session => BudgetSql.ReadAsync(session, counters, now), ct).ConfigureAwait(false);
    }

    private async Task<T> WriteAsync<T>(Func<UsageSession, Task<T>> work, CancellationToken ct)
    {
        if (_oneWriter is null)
            return await _store.Database.WriteAsync(work, ct).ConfigureAwait(false);
        await _oneWriter.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return await _store.Database.WriteAsync(work, ct).ConfigureAwait(false);
        }
        finally
        {
            _oneWriter.Release();
        }
    }
}
