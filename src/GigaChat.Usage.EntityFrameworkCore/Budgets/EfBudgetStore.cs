// Over 300 lines: the steps of one transaction; statements and rows are in files of their own.
using System.Runtime.CompilerServices;
using GigaChat.Usage.EntityFrameworkCore;

namespace GigaChat.Usage;

/// <summary>Counts budgets in the database of the usage store, exactly for all processes that share it.</summary>
/// <remarks>
/// Concurrent calls of a process share a transaction, which locks their counters, decides on each call and writes once:
/// three round trips before a call, some in the background after it, and at most six connections of a process. Used and
/// reserved amounts together never exceed a limit, however many processes call. Reservations of a process that died are
/// released when their lease expires, by the database's clock. A use counts once, also when the response to its
/// settlement was lost and when the result of a batch is read again within 31 days. A connection that is found dead is
/// replaced once before a call is refused. On SQLite a reservation waits while another process writes, for at most the
/// <c>Default Timeout</c> of the connection string; the call itself waits no longer than
/// <see cref="GigaChatBudgetOptions.StoreTimeout"/>.
/// </remarks>
#pragma warning disable CA1001 // The semaphores' wait handles are never made, so there is nothing to dispose.
public sealed class EfBudgetStore : IBudgetStore
#pragma warning restore CA1001
{
    /// <summary>
    /// For reservations and new counters: a caller waits for them, and a crash of the server loses only those of the
    /// last moment. Calls in flight are still counted, and the counters are opened again.
    /// </summary>
    private const bool Fleeting = false;

    /// <summary>For used amounts and reached thresholds.</summary>
    private const bool Durable = true;

    private const int ForgetSettledEvery = 256;
    private const int BatchSize = 128;
    private const int ReadAtOnce = 500;

    /// <summary>
    /// The time for which settlements are collected, since nobody waits for them: a few transactions a second take the
    /// place of one for nearly every call.
    /// </summary>
    private static readonly TimeSpan SettlementsLinger = TimeSpan.FromMilliseconds(40);

    /// <summary>The interval between two searches for counters of periods that ended long ago.</summary>
    private static readonly TimeSpan ForgetCountersEvery = TimeSpan.FromHours(1);

    private readonly EfUsageStore _store;
    private readonly DatabaseClock _clock;
    private readonly SemaphoreSlim _writers;
    private readonly SemaphoreSlim _readers = new(2);

    /// <summary>
    /// Limits the transactions that mark thresholds: thousands of users can reach one in the same minute, and calls
    /// must not wait for their marks.
    /// </summary>
    private readonly SemaphoreSlim _marks = new(1);
    private readonly WriteBatches<BudgetWrite, BudgetDecision> _reservations;
    private readonly WriteBatches<BudgetWrite, IReadOnlyList<BudgetCount>?> _settlements;
    private readonly ConditionalWeakTable<BudgetCounter, Row> _rows = [];
    private DateTimeOffset _forgotten;
    private int _settled;

    /// <summary>Initializes a new instance of the <see cref="EfBudgetStore"/> class.</summary>
    /// <param name="store">The store that provides the database.</param>
    public EfBudgetStore(EfUsageStore store)
        : this(store, databaseClock: null) { }

    /// <param name="store">The store that provides the database.</param>
    /// <param name="databaseClock">The clock that replaces the database's clock.</param>
    internal EfBudgetStore(EfUsageStore store, TimeProvider? databaseClock)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _clock = new DatabaseClock(store.Time, databaseClock);
        var atOnce = store.Database.Dialect.ConcurrentBudgetWrites;
        _writers = new SemaphoreSlim(atOnce);
        _reservations = new(Math.Min(2, atOnce), BatchSize, linger: TimeSpan.Zero, ReserveAsync);
        _settlements = new(atOnce: 1, BatchSize, SettlementsLinger, SettleAsync);
    }

    /// <inheritdoc />
    public async ValueTask WarmUpAsync(CancellationToken cancellationToken)
    {
        await _store.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);

        // On as many connections as calls use at once.
        await Task.WhenAll(Enumerable.Range(0, _store.Database.Dialect.ConcurrentBudgetWrites).Select(_ => WarmAsync()))
            .ConfigureAwait(false);

        async Task WarmAsync()
        {
            var counter = new BudgetCounter { Budget = "", Key = Guid.CreateVersion7().ToString() };
            await ReadAsync(session => CounterRows.FindAsync(session, [counter]), cancellationToken)
                .ConfigureAwait(false);
            await WriteAsync(
                    async (session, _) =>
                        await ReservationRows
                            .TryOutAsync(session, counter, await _clock.NowAsync(session).ConfigureAwait(false))
                            .ConfigureAwait(false),
                    Fleeting,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask OpenAsync(
        IReadOnlyList<BudgetCounter> counters,
        Func<IReadOnlyList<BudgetCounter>, CancellationToken, Task<IReadOnlyList<IReadOnlyList<BudgetUse>>>> used,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(counters);
        ArgumentNullException.ThrowIfNull(used);
        await _store.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
        var ids = await ReadAsync(session => CounterRows.FindAsync(session, counters), cancellationToken)
            .ConfigureAwait(false);
        var missing = counters.Where((_, i) => ids[i] is null).ToList();
        Keep(counters, ids);
        if (missing.Count == 0)
            return;
        var before = await used(missing, cancellationToken).ConfigureAwait(false);
        var made = await WriteAsync(
                async (session, _) =>
                {
                    var now = await _clock.NowAsync(session).ConfigureAwait(false);
                    var created = await CounterRows.CreateAsync(session, missing, before, now).ConfigureAwait(false);
                    await ForgetCountersAsync(session, now).ConfigureAwait(false);
                    return created;
                },
                Fleeting,
                cancellationToken
            )
            .ConfigureAwait(false);
        Keep(missing, made);
    }

    /// <inheritdoc />
    public async ValueTask<BudgetDecision> ReserveAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(charges);
        if (RowsOf(charges) is not { } rows)
            return BudgetDecision.NotOpen;
        var decision = await _reservations
            .AddAsync(new BudgetWrite(reservation, charges, rows, expiresAt - now), cancellationToken)
            .ConfigureAwait(false);
        if (decision.RefusedBy is not null)
            _settlements.Hurry(); // Calls that have ended may hold what is missing.
        return decision;
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(charges);
        return RowsOf(charges) is { } rows
            ? await _settlements
                .AddAsync(new BudgetWrite(reservation, charges, rows, TimeSpan.Zero), cancellationToken)
                .ConfigureAwait(false)
            : null;
    }

    /// <inheritdoc />
    public async ValueTask<bool> TryMarkAsync(
        BudgetCounter counter,
        int percent,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(counter);
        if (!_rows.TryGetValue(counter, out var row))
            return false;
        await _marks.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await WriteAsync(
                    async (session, _) =>
                        await CounterRows
                            .TryMarkAsync(
                                session,
                                row.Id,
                                counter,
                                percent,
                                await _clock.NowAsync(session).ConfigureAwait(false)
                            )
                            .ConfigureAwait(false),
                    Durable,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        finally
        {
            _marks.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<BudgetCount?>> ReadAsync(
        IReadOnlyList<BudgetCounter> counters,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(counters);
        var rows = counters.Select(counter => _rows.TryGetValue(counter, out var row) ? row.Id : (Guid?)null).ToList();
        var known = counters
            .Zip(rows)
            .Where(static counter => counter.Second is not null)
            .Select(static counter => (counter.Second!.Value, counter.First))
            .ToList();
        var found = await ReadAsync(
                async session =>
                {
                    var at = await _clock.NowAsync(session).ConfigureAwait(false);
                    var all = new Dictionary<Guid, BudgetCount>();
                    foreach (var chunk in known.Chunk(ReadAtOnce))
                    {
                        foreach (
                            var (id, count) in await CounterRows.ReadAsync(session, chunk, at).ConfigureAwait(false)
                        )
                            all[id] = count;
                    }

                    return all;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return
        [
            .. rows.Select(id =>
                id is { } known && found.TryGetValue(known, out var count) ? count : (BudgetCount?)null
            ),
        ];
    }

    private Task<IReadOnlyList<BudgetDecision>> ReserveAsync(IReadOnlyList<BudgetWrite> calls) =>
        WriteAsync(
            async (session, isAgain) =>
                await ReservationRows
                    .ReserveAsync(session, calls, await _clock.NowAsync(session).ConfigureAwait(false), isAgain)
                    .ConfigureAwait(false),
            Fleeting,
            CancellationToken.None
        );

    private async Task<IReadOnlyList<IReadOnlyList<BudgetCount>?>> SettleAsync(IReadOnlyList<BudgetWrite> calls)
    {
        var before = _settled;
        _settled += calls.Count;
        if (before == 0 || before / ForgetSettledEvery != _settled / ForgetSettledEvery)
        {
            await WriteAsync(
                    async (session, _) =>
                        await ReservationRows
                            .ForgetSettledAsync(session, await _clock.NowAsync(session).ConfigureAwait(false))
                            .ConfigureAwait(false),
                    Fleeting,
                    CancellationToken.None
                )
                .ConfigureAwait(false);
        }

        // Counted once however often it is sent: a settlement that was committed before its response was lost is known
        // by its id.
        return await WriteAsync(
                async (session, _) =>
                    await ReservationRows
                        .SettleAsync(session, calls, await _clock.NowAsync(session).ConfigureAwait(false))
                        .ConfigureAwait(false),
                Durable,
                CancellationToken.None
            )
            .ConfigureAwait(false);
    }

    private async Task ForgetCountersAsync(UsageSession session, DateTimeOffset now)
    {
        if (now - _forgotten < ForgetCountersEvery && now >= _forgotten)
            return;
        _forgotten = now;

        // The earlier of two clocks: neither a process nor a database with a fast clock deletes counters that are in
        // use.
        var own = _store.Time.GetUtcNow();
        await CounterRows.ForgetAsync(session, own < now ? own : now).ConfigureAwait(false);
    }

    private void Keep(IReadOnlyList<BudgetCounter> counters, Guid?[] ids)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            if (ids[i] is { } id)
                _rows.AddOrUpdate(counters[i], new Row(id));
        }
    }

    private (Guid Id, BudgetCounter Counter)[]? RowsOf(IReadOnlyList<BudgetCharge> charges)
    {
        var rows = new (Guid, BudgetCounter)[charges.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            if (!_rows.TryGetValue(charges[i].Counter, out var row))
                return null;
            rows[i] = (row.Id, charges[i].Counter);
        }

        return rows;
    }

    private async Task<T> ReadAsync<T>(Func<UsageSession, Task<T>> work, CancellationToken cancellationToken)
    {
        await _readers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _store.Database.ReadAsync(work, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _readers.Release();
        }
    }

    private async Task<T> WriteAsync<T>(
        Func<UsageSession, bool, Task<T>> work,
        bool isDurable,
        CancellationToken cancellationToken
    )
    {
        await _writers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            try
            {
                return await RunAsync(isAgain: false).ConfigureAwait(false);
            }
            catch (Exception error) when (_store.Database.Dialect.IsConnectionLost(error))
            {
                // A pooled connection was closed while it was idle: the others are likely closed too.
                _store.Database.DropConnections();
                return await RunAsync(isAgain: true).ConfigureAwait(false);
            }
        }
        finally
        {
            _writers.Release();
        }

        Task<T> RunAsync(bool isAgain) =>
            isDurable
                ? _store.Database.WriteThenFlushAsync(session => work(session, isAgain), cancellationToken)
                : _store.Database.WriteFleetingAsync(session => work(session, isAgain), cancellationToken);
    }

    private sealed record Row(Guid Id);
}
