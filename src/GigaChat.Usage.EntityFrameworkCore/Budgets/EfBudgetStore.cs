namespace GigaChat.Usage;

/// <summary>Counts budgets in the database of the usage store, exactly for all processes that share it.</summary>
/// <remarks>
/// A conditional UPDATE raises a counter only where the call fits, so that used and reserved never exceed the limit together, however many processes ask.
/// What a process that died had reserved is free when its lease is over. Leases are told by the clocks of the processes, which must agree within
/// seconds. A use counts once: also when the answer to its settlement was lost, and when the result of a batch is read again within 31 days. Costs three
/// round trips to the database before a call and four after it in the background, one more for each further budget. On SQLite a reservation waits while
/// another process writes, as long as the connection string's <c>Default Timeout</c> says; the call itself waits no longer than
/// <see cref="GigaChatBudgetOptions.StoreTimeout"/>.
/// </remarks>
#pragma warning disable CA1001 // The semaphore's wait handle is never made, so there is nothing to dispose.
public sealed class EfBudgetStore : IBudgetStore
#pragma warning restore CA1001
{
    private const int ForgetEvery = 256;

    private readonly EfUsageStore _store;
    private readonly SemaphoreSlim _writers;
    private int _settlements;

    /// <summary>Makes the store.</summary>
    /// <param name="store">Whose database to count in.</param>
    public EfBudgetStore(EfUsageStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _writers = new SemaphoreSlim(store.Database.Dialect.ConcurrentBudgetWrites);
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
        var decision = await TryAsync().ConfigureAwait(false);
        if (decision.IsGranted)
            return decision;

        // Somebody's lease may be over: by itself, since a settlement takes reservation and counters in this order too.
        var freed = await WriteAsync(session => ReservationSql.SweepAsync(session, charges.Select(static charge => charge.Counter), now), ct).ConfigureAwait(false);
        return freed == 0 ? decision : await TryAsync().ConfigureAwait(false);

        Task<BudgetDecision> TryAsync() => WriteAsync(session => ReservationSql.ReserveAsync(session, reservation, charges, now, expiresAt), ct);
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<BudgetCount>> SettleAsync(Guid reservation, IReadOnlyList<BudgetCharge> charges, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(charges);
        if ((uint)Interlocked.Increment(ref _settlements) % ForgetEvery == 1)
            await WriteAsync(session => ReservationSql.ForgetSettledAsync(session, now), ct).ConfigureAwait(false);
        return await WriteAsync(session => ReservationSql.SettleAsync(session, reservation, charges, now), ct).ConfigureAwait(false);
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
        await _writers.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return await _store.Database.WriteAsync(work, ct).ConfigureAwait(false);
        }
        finally
        {
            _writers.Release();
        }
    }
}
