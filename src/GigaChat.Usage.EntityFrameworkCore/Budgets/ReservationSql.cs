namespace GigaChat.Usage;

/// <summary>The statements that reserve, settle and free.</summary>
/// <remarks>
/// Counters are changed one after another in the order of their charges, which all callers share, so that no two wait for each other. Whoever
/// deletes a reservation, a settlement or a sweep, lowers its counters by it: so it is freed once. A settlement leaves a row that holds nothing, so
/// that it is counted once.
/// </remarks>
internal static class ReservationSql
{
    /// <summary>What stands for the counter's id in the row of a settlement. No budget has an empty name.</summary>
    private const string Settled = "";

    private const int ForgottenAtOnce = 4096;

    /// <summary>A settlement whose answer was lost is tried again within seconds.</summary>
    private static readonly TimeSpan KeptForRetries = TimeSpan.FromMinutes(10);

    /// <summary>What was not reserved is the result of a batch, which may be read again as long as the API keeps it; this is the longest calendar period.</summary>
    private static readonly TimeSpan KeptForReaders = TimeSpan.FromDays(31);

    /// <summary>Reserves all charges or none.</summary>
    /// <exception cref="UsageStoreException">A counter's row was deleted.</exception>
    public static async Task<BudgetDecision> ReserveAsync(
        UsageSession session, Guid reservation, IReadOnlyList<BudgetCharge> charges, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        for (var i = 0; i < charges.Count; i++)
        {
            var counter = charges[i].Counter;
            if (counter.Window is not null)
                await RollingSteps.RefreshAsync(session, counter, now).ConfigureAwait(false);
            if (await TryRaiseAsync(session, charges[i]).ConfigureAwait(false))
                continue;
            foreach (var raised in charges.Take(i))
                await LowerAsync(session, CounterKey.Of(raised.Counter), raised.Amount).ConfigureAwait(false);
            return new BudgetDecision(i, await BudgetSql.ReadAsync(session, counter, now).ConfigureAwait(false) ?? throw new UsageStoreException(
                $"The budget counter {counter.Id} was deleted from {session.Tables.Budgets}: start the processes that use it anew, and it is made from the recorded usage."));
        }

        await NoteAsync(session, reservation, charges, expiresAt).ConfigureAwait(false);
        return BudgetDecision.Granted;
    }

    /// <summary>Frees a reservation, if it still holds, and adds what was used; of an id that was settled before, nothing.</summary>
    public static async Task<IReadOnlyList<BudgetCount>> SettleAsync(UsageSession session, Guid reservation, IReadOnlyList<BudgetCharge> charges, DateTimeOffset now)
    {
        var free = session.Sql();
        free.Add($"DELETE FROM {session.Tables.Reservations} WHERE reservation = {free.Value(session.Dialect.IdValue(reservation))} AND id <> '{Settled}' RETURNING id, amount");
        var freed = (await session.ReadAsync(free, static reader => (Id: reader.GetString(0), Amount: reader.GetInt64(1))).ConfigureAwait(false))
            .ToDictionary(static row => row.Id, static row => row.Amount, StringComparer.Ordinal);
        var isNew = charges.Any(static charge => charge.Amount > 0)
            && await TryNoteSettledAsync(session, reservation, now + (freed.Count > 0 ? KeptForRetries : KeptForReaders)).ConfigureAwait(false);
        var counts = new BudgetCount[charges.Count];
        for (var i = 0; i < counts.Length; i++)
        {
            var counter = charges[i].Counter;
            var amount = isNew ? charges[i].Amount : 0;
            var key = CounterKey.Of(counter);
            var sql = session.Sql();
            sql.Add($"UPDATE {session.Tables.Budgets} SET used = used + {sql.Value(amount)}, reserved = reserved - {sql.Value(freed.GetValueOrDefault(key.Id))} "
                + $"WHERE {key.Where(sql)} RETURNING used, reserved");
            counts[i] = (await session.ReadAsync(sql, static reader => new BudgetCount(reader.GetInt64(0), reader.GetInt64(1))).ConfigureAwait(false)).SingleOrDefault();
            if (counter.Window is null)
                continue;
            if (amount > 0)
                await RollingSteps.AddAsync(session, counter, amount, now).ConfigureAwait(false);
            counts[i] = await RollingSteps.CountAsync(session, counter, counts[i].Reserved, now).ConfigureAwait(false);
        }

        return counts;
    }

    /// <summary>Forgets settlements that are kept no longer, some thousands at a time.</summary>
    public static Task<int> ForgetSettledAsync(UsageSession session, DateTimeOffset now)
    {
        var sql = session.Sql();
        return session.ExecuteAsync(sql.Add(
            $"DELETE FROM {session.Tables.Reservations} WHERE id = '{Settled}' AND reservation IN (SELECT reservation FROM {session.Tables.Reservations} "
            + $"WHERE id = '{Settled}' AND expires_at < {sql.Value(UnixMicroseconds.Of(now))} ORDER BY expires_at LIMIT {ForgottenAtOnce}{session.Dialect.SkipLocked})"));
    }

    /// <summary>Frees what is reserved by leases that are over.</summary>
    /// <returns>How many charges were freed.</returns>
    public static async Task<int> SweepAsync(UsageSession session, IEnumerable<BudgetCounter> counters, DateTimeOffset now)
    {
        var sql = session.Sql();
        sql.Add($"DELETE FROM {session.Tables.Reservations} WHERE expires_at < {sql.Value(UnixMicroseconds.Of(now))} "
            + $"AND id IN ({CounterKey.IdsOf(counters, sql)}) RETURNING id, period_start, amount");
        var freed = await session.ReadAsync(sql, static reader => (Key: new CounterKey(reader.GetString(0), reader.GetInt64(1)), Amount: reader.GetInt64(2))).ConfigureAwait(false);
        foreach (var rows in freed.GroupBy(static row => row.Key, static row => row.Amount).OrderBy(static rows => rows.Key.Id, StringComparer.Ordinal))
            await LowerAsync(session, rows.Key, rows.Sum()).ConfigureAwait(false);
        return freed.Count;
    }

    /// <summary>Raises a counter if it has room: one statement that no other transaction can come between, and that waits for one which is at the same counter.</summary>
    private static async Task<bool> TryRaiseAsync(UsageSession session, BudgetCharge charge)
    {
        var sql = session.Sql();
        var amount = sql.Value(charge.Amount);
        sql.Add($"UPDATE {session.Tables.Budgets} SET reserved = reserved + {amount} "
            + $"WHERE {CounterKey.Of(charge.Counter).Where(sql)} AND {amount} <= {sql.Value(charge.Limit)} - used - reserved");
        return await session.ExecuteAsync(sql).ConfigureAwait(false) == 1;
    }

    private static Task<int> LowerAsync(UsageSession session, CounterKey key, long amount)
    {
        var sql = session.Sql();
        return session.ExecuteAsync(sql.Add($"UPDATE {session.Tables.Budgets} SET reserved = reserved - {sql.Value(amount)} WHERE {key.Where(sql)}"));
    }

    /// <returns>False when it was noted before.</returns>
    private static async Task<bool> TryNoteSettledAsync(UsageSession session, Guid reservation, DateTimeOffset keptUntil)
    {
        var sql = session.Sql();
        return await session.ExecuteAsync(sql.Add(
            $"INSERT INTO {session.Tables.Reservations} (reservation, id, period_start, amount, expires_at) "
            + $"VALUES ({sql.Value(session.Dialect.IdValue(reservation))}, '{Settled}', 0, 0, {sql.Value(UnixMicroseconds.Of(keptUntil))}) ON CONFLICT (reservation, id) DO NOTHING")).ConfigureAwait(false) == 1;
    }

    private static Task<int> NoteAsync(UsageSession session, Guid reservation, IReadOnlyList<BudgetCharge> charges, DateTimeOffset expiresAt)
    {
        var sql = session.Sql();
        var (id, expires) = (sql.Value(session.Dialect.IdValue(reservation)), sql.Value(UnixMicroseconds.Of(expiresAt)));
        var rows = charges.Select(charge => (Key: CounterKey.Of(charge.Counter), charge.Amount))
            .Select(row => $"({id}, {sql.Value(row.Key.Id)}, {sql.Value(row.Key.PeriodStart)}, {sql.Value(row.Amount)}, {expires})");
        return session.ExecuteAsync(sql.Add($"INSERT INTO {session.Tables.Reservations} (reservation, id, period_start, amount, expires_at) VALUES {string.Join(", ", rows)}"));
    }
}
