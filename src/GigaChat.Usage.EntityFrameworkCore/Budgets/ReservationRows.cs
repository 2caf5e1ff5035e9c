namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The statements that reserve, settle and release, each for all calls of a batch.</summary>
/// <remarks>
/// The rows of the counters are locked first, in one order. Only the holder of a counter's lock changes its
/// reservations, so each is released once. A settlement leaves a row without an amount, so that it is counted once.
/// </remarks>
internal static class ReservationRows
{
    private const int ForgottenAtOnce = 4096;

    /// <summary>The counter id in the row of a settlement.</summary>
    private static readonly Guid Settled = Guid.Empty;

    /// <summary>
    /// The time a settlement is remembered for retries: one with a lost response is retried within seconds.
    /// </summary>
    private static readonly TimeSpan KeptForRetries = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The time a settlement without a reservation is remembered. It is the result of a batch, which may be read again
    /// as long as the API keeps it; 31 days is the longest calendar period.
    /// </summary>
    private static readonly TimeSpan KeptForReaders = TimeSpan.FromDays(31);

    /// <summary>Reserves each call's charges, all or none, in the order of the calls.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="calls">The calls.</param>
    /// <param name="now">The time of the database.</param>
    /// <param name="isAgain"><c>true</c> if the same was tried before and may have been committed; otherwise,
    /// <c>false</c>.</param>
    public static async Task<IReadOnlyList<BudgetDecision>> ReserveAsync(
        UsageSession session,
        IReadOnlyList<BudgetWrite> calls,
        DateTimeOffset now,
        bool isAgain
    )
    {
        var states = await CounterState
            .LockAsync(session, calls.SelectMany(static call => call.Counters), now)
            .ConfigureAwait(false);
        if (isAgain)
        {
            foreach (var (_, counter, amount) in await DeleteAsync(session, calls).ConfigureAwait(false))
                states.GetValueOrDefault(counter)?.Reserve(-amount);
        }

        var decisions = calls.Select(call => Decide(call, states)).ToArray();
        if (await SweepAsync(session, calls, decisions, states, now).ConfigureAwait(false))
        {
            for (var i = 0; i < decisions.Length; i++)
            {
                if (decisions[i].RefusedBy is not null)
                    decisions[i] = Decide(calls[i], states);
            }
        }

        var sql = session.Sql();
        var rows = calls
            .Zip(decisions)
            .Where(static call => call.Second.IsGranted)
            .SelectMany(call =>
                call.First.Charges.Zip(call.First.Counters, (charge, counter) =>
                    sql.Text(
                        $"({session.Dialect.IdValue(call.First.Reservation)}, {session.Dialect.IdValue(counter.Id)}, "
                            + $"{charge.Amount}, {UnixMicroseconds.Of(now + call.First.Lease)})"
                    )
                )
            )
            .ToList();
        var update = CounterState.Update(session, sql, states.Values);
        sql.Append(update);
        if (rows.Count > 0)
            sql.Append(update.IsEmpty ? default : (SqlText)$"; ")
                .Add(
                    $"INSERT INTO {session.Tables.Reservations} (reservation, counter, amount, expires_at) VALUES {SqlText.List(rows)}"
                );
        if (!update.IsEmpty || rows.Count > 0)
            await session.ExecuteAsync(sql).ConfigureAwait(false);
        return decisions;
    }

    /// <summary>
    /// Releases the reservations that have not expired and adds the used amounts; an id that was settled before adds
    /// nothing.
    /// </summary>
    /// <returns>The figures of each call's counters; null where a counter has no row, and nothing was changed for the
    /// call.</returns>
    public static async Task<IReadOnlyList<IReadOnlyList<BudgetCount>?>> SettleAsync(
        UsageSession session,
        IReadOnlyList<BudgetWrite> calls,
        DateTimeOffset now
    )
    {
        var states = await CounterState
            .LockAsync(session, calls.SelectMany(static call => call.Counters), now)
            .ConfigureAwait(false);
        var known = calls.Where(call => call.Counters.All(counter => states.ContainsKey(counter.Id))).ToList();
        if (known.Count == 0)
            return new IReadOnlyList<BudgetCount>?[calls.Count];
        var freed = await DeleteAsync(session, known).ConfigureAwait(false);
        foreach (var (_, counter, amount) in freed)
            states.GetValueOrDefault(counter)?.Reserve(-amount);
        var isNew = await NoteSettledAsync(session, known, freed.Select(static row => row.Reservation).ToHashSet(), now)
            .ConfigureAwait(false);

        var (uses, ends) = (
            new List<(Guid Id, TimeSpan Window, long Amount, DateTimeOffset At)>(),
            new Dictionary<Guid, long>()
        );
        foreach (var call in known)
        {
            if (!isNew.Remove(call.Reservation))
                continue;
            foreach (var (charge, (id, counter)) in call.Charges.Zip(call.Counters))
            {
                states[id].Use(charge.Amount);
                if (counter.Window is not { } window)
                    continue;
                uses.Add((id, window, charge.Amount, now));
                ends[id] = CounterRows.EndOf(counter, now);
            }
        }

        var sql = session.Sql();
        if (CounterState.Update(session, sql, states.Values, ends) is { IsEmpty: false } update)
            await session.ExecuteAsync(sql.Append(update)).ConfigureAwait(false);
        await RollingSteps.AddAsync(session, uses).ConfigureAwait(false);
        await RollingSteps
            .ForgetAsync(session, uses.Select(static use => (use.Id, use.Window)).Distinct(), now)
            .ConfigureAwait(false);
        return
        [
            .. calls.Select(call =>
                call.Counters.All(counter => states.ContainsKey(counter.Id))
                    ? call.Counters.Select(counter => states[counter.Id].Count).ToArray()
                    : null
            ),
        ];
    }

    /// <summary>
    /// Runs the statements of a call's way on a counter that no call has, and deletes what they wrote.
    /// </summary>
    public static async Task<int> TryOutAsync(UsageSession session, BudgetCounter counter, DateTimeOffset now)
    {
        var ids = await CounterRows
            .CreateAsync(
                session,
                [counter],
                [
                    [],
                ],
                now
            )
            .ConfigureAwait(false);
        var id = ids[0]!.Value;
        var call = new BudgetWrite(
            Guid.CreateVersion7(),
            [new BudgetCharge(counter, Amount: 1, Limit: 1)],
            [(id, counter)],
            TimeSpan.Zero
        );
        await ReserveAsync(session, [call], now, isAgain: false).ConfigureAwait(false);
        await SettleAsync(session, [call], now).ConfigureAwait(false);
        var sql = session.Sql();
        return await session
            .ExecuteAsync(
                sql.Add(
                    $"DELETE FROM {session.Tables.Reservations} WHERE reservation = {session.Dialect.IdValue(call.Reservation)}; "
                        + $"DELETE FROM {session.Tables.Budgets} WHERE id = {session.Dialect.IdValue(id)}"
                )
            )
            .ConfigureAwait(false);
    }

    /// <summary>Deletes expired settlements, a few thousand at a time.</summary>
    public static Task<int> ForgetSettledAsync(UsageSession session, DateTimeOffset now)
    {
        var sql = session.Sql();
        var settled = sql.Value(session.Dialect.IdValue(Settled));
        return session.ExecuteAsync(
            sql.Add(
                $"DELETE FROM {session.Tables.Reservations} WHERE counter = {settled} AND reservation IN (SELECT reservation FROM {session.Tables.Reservations} "
                    + $"WHERE counter = {settled} AND expires_at < {UnixMicroseconds.Of(now)} ORDER BY expires_at LIMIT {SqlText.Number(ForgottenAtOnce)}{session.Dialect.SkipLocked})"
            )
        );
    }

    private static BudgetDecision Decide(BudgetWrite call, Dictionary<Guid, CounterState> states)
    {
        if (!call.Counters.All(counter => states.ContainsKey(counter.Id)))
            return BudgetDecision.NotOpen;
        for (var i = 0; i < call.Charges.Count; i++)
        {
            var state = states[call.Counters[i].Id];
            if (!state.Fits(call.Charges[i].Amount, call.Charges[i].Limit))
                return new BudgetDecision(i, state.Count);
        }

        for (var i = 0; i < call.Charges.Count; i++)
            states[call.Counters[i].Id].Reserve(call.Charges[i].Amount);
        return BudgetDecision.Granted;
    }

    /// <summary>Releases expired leases of the counters that refused calls.</summary>
    /// <returns><c>true</c> if there were any; otherwise, <c>false</c>.</returns>
    private static async Task<bool> SweepAsync(
        UsageSession session,
        IReadOnlyList<BudgetWrite> calls,
        BudgetDecision[] decisions,
        Dictionary<Guid, CounterState> states,
        DateTimeOffset now
    )
    {
        var full = decisions
            .Index()
            .Where(static decision => decision.Item.RefusedBy is not null)
            .Select(decision => calls[decision.Index].Counters[decision.Item.RefusedBy!.Value].Id)
            .Where(id => states[id].Reserved > 0)
            .Distinct()
            .ToList();
        if (full.Count == 0)
            return false;
        var sql = session.Sql();
        sql.Add(
            $"DELETE FROM {session.Tables.Reservations} WHERE expires_at < {UnixMicroseconds.Of(now)} "
                + $"AND counter IN ({CounterRows.Ids(sql, full)}) RETURNING counter, amount"
        );
        var freed = await session
            .ReadAsync(sql, reader => (Counter: session.Dialect.ReadId(reader, 0), Amount: reader.GetInt64(1)))
            .ConfigureAwait(false);
        foreach (var (counter, amount) in freed)
            states[counter].Reserve(-amount);
        return freed.Count > 0;
    }

    private static Task<List<(Guid Reservation, Guid Counter, long Amount)>> DeleteAsync(
        UsageSession session,
        IEnumerable<BudgetWrite> calls
    )
    {
        var sql = session.Sql();
        sql.Add(
            $"DELETE FROM {session.Tables.Reservations} WHERE reservation IN ({CounterRows.Ids(sql, calls.Select(static call => call.Reservation))}) "
                + $"AND counter <> {session.Dialect.IdValue(Settled)} RETURNING reservation, counter, amount"
        );
        return session.ReadAsync(sql, reader =>
            (session.Dialect.ReadId(reader, 0), session.Dialect.ReadId(reader, 1), reader.GetInt64(2))
        );
    }

    /// <returns>The calls that have usage and were not settled before.</returns>
    private static async Task<HashSet<Guid>> NoteSettledAsync(
        UsageSession session,
        IEnumerable<BudgetWrite> calls,
        HashSet<Guid> reserved,
        DateTimeOffset now
    )
    {
        var sql = session.Sql();
        var settled = sql.Value(session.Dialect.IdValue(Settled));
        var rows = calls
            .Where(static call => call.Charges.Any(static charge => charge.Amount > 0))
            .DistinctBy(static call => call.Reservation)
            .OrderBy(static call => call.Reservation)
            .Select(call =>
                sql.Text(
                    $"({session.Dialect.IdValue(call.Reservation)}, {settled}, 0, "
                        + $"{(UnixMicroseconds.Of(now + (reserved.Contains(call.Reservation) ? KeptForRetries : KeptForReaders)))})"
                )
            )
            .ToList();
        if (rows.Count == 0)
            return [];
        sql.Add(
            $"INSERT INTO {session.Tables.Reservations} (reservation, counter, amount, expires_at) VALUES {SqlText.List(rows)} "
                + $"ON CONFLICT (reservation, counter) DO NOTHING RETURNING reservation"
        );
        return [.. await session.ReadAsync(sql, reader => session.Dialect.ReadId(reader, 0)).ConfigureAwait(false)];
    }
}
