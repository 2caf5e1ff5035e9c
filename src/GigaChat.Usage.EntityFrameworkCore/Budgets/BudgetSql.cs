namespace GigaChat.Usage;

/// <summary>The statements of budgets. Amounts are whole numbers, times microseconds since 1970, so one text does for every database.</summary>
internal static class BudgetSql
{
    private const int StepsOfWindow = 64;

    public static async Task<bool> ExistsAsync(UsageSession session, BudgetCounter counter)
    {
        var sql = session.Sql();
        sql.Add($"SELECT 1 FROM {session.Tables.Budgets} WHERE id = {sql.Value(IdOf(counter))} AND period_start = {sql.Value(StartOf(counter))}");
        return (await session.ReadAsync(sql, static _ => true).ConfigureAwait(false)).Count > 0;
    }

    /// <summary>Makes a counter's row; when another process was first, nothing changes.</summary>
    public static async Task<bool> CreateAsync(UsageSession session, BudgetCounter counter, IReadOnlyList<BudgetUse> before)
    {
        var isRolling = counter.Window is not null;
        if (await InsertAsync(session, counter, StartOf(counter), isRolling ? 0 : before.Sum(static use => use.Amount), "NOTHING").ConfigureAwait(false) == 0)
            return false;
        foreach (var use in before.Where(_ => isRolling))
            await AddStepAsync(session, counter, use.Amount, use.At).ConfigureAwait(false);
        return true;
    }

    /// <exception cref="BudgetRefusedException">A charge does not fit; nothing may be kept.</exception>
    public static async Task<bool> ReserveAsync(UsageSession session, Guid reservation, IReadOnlyList<BudgetCharge> charges, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        foreach (var charge in charges.Where(static charge => charge.Counter.Window is not null))
            await RefreshAsync(session, charge.Counter, now).ConfigureAwait(false);

        var (budgets, reservations) = (session.Tables.Budgets, session.Tables.Reservations);
        var sql = session.Sql();
        var wanted = Wanted(sql, charges, withLimit: true);
        var raise = $"UPDATE {budgets} AS c SET reserved = c.reserved + w.amount FROM wanted AS w "
            + "WHERE c.id = w.id AND c.period_start = w.period_start AND c.used + c.reserved + w.amount <= w.most";
        int raised;
        if (session.Dialect.CanChangeInWith)
        {
            sql.Add($"WITH {wanted}, granted AS ({raise} RETURNING c.id, c.period_start, w.amount) "
                + $"INSERT INTO {reservations} (reservation, id, period_start, amount, expires_at) "
                + $"SELECT {Id(sql, session, reservation)}, id, period_start, amount, {sql.Value(UnixMicroseconds.Of(expiresAt))} FROM granted");
            raised = await session.ExecuteAsync(sql).ConfigureAwait(false);
        }
        else
        {
            sql.Add($"WITH {wanted} {raise}");
            raised = await session.ExecuteAsync(sql).ConfigureAwait(false);
            var note = session.Sql();
            var again = Wanted(note, charges, withLimit: true);
            note.Add($"WITH {again} INSERT INTO {reservations} (reservation, id, period_start, amount, expires_at) "
                + $"SELECT {Id(note, session, reservation)}, id, period_start, amount, {note.Value(UnixMicroseconds.Of(expiresAt))} FROM wanted");
            if (raised == charges.Count)
                await session.ExecuteAsync(note).ConfigureAwait(false);
        }

        return raised == charges.Count ? true : throw new BudgetRefusedException();
    }

    public static async Task<IReadOnlyList<BudgetCount>> SettleAsync(UsageSession session, Guid reservation, IReadOnlyList<BudgetCharge> charges, DateTimeOffset now)
    {
        var (budgets, reservations) = (session.Tables.Budgets, session.Tables.Reservations);
        var sql = session.Sql();
        var wanted = Wanted(sql, charges, withLimit: false);
        if (session.Dialect.CanChangeInWith)
        {
            // Whoever deletes the reservation lowers the counter by it: this settlement, or a sweep after the lease.
            sql.Add($"WITH {wanted}, freed AS (DELETE FROM {reservations} WHERE reservation = {Id(sql, session, reservation)} RETURNING id, period_start, amount) "
                + $"UPDATE {budgets} AS c SET used = c.used + w.amount, reserved = c.reserved - COALESCE(f.amount, 0) "
                + "FROM wanted AS w LEFT JOIN freed AS f ON f.id = w.id AND f.period_start = w.period_start WHERE c.id = w.id AND c.period_start = w.period_start");
            await session.ExecuteAsync(sql).ConfigureAwait(false);
        }
        else
        {
            sql.Add($"WITH {wanted} UPDATE {budgets} AS c SET used = c.used + w.amount, reserved = c.reserved - COALESCE((SELECT r.amount FROM {reservations} r "
                + $"WHERE r.reservation = {Id(sql, session, reservation)} AND r.id = c.id AND r.period_start = c.period_start), 0) "
                + "FROM wanted AS w WHERE c.id = w.id AND c.period_start = w.period_start");
            await session.ExecuteAsync(sql).ConfigureAwait(false);
            var free = session.Sql();
            await session.ExecuteAsync(free.Add($"DELETE FROM {reservations} WHERE reservation = {Id(free, session, reservation)}")).ConfigureAwait(false);
        }

        foreach (var charge in charges.Where(static charge => charge.Counter.Window is not null && charge.Amount > 0))
            await AddStepAsync(session, charge.Counter, charge.Amount, now).ConfigureAwait(false);
        return await ReadAsync(session, [.. charges.Select(static charge => charge.Counter)], now).ConfigureAwait(false);
    }

    /// <summary>Frees what is reserved by leases that are over, on the counters of some charges.</summary>
    /// <returns>How many counters have got room.</returns>
    public static async Task<int> SweepAsync(UsageSession session, IReadOnlyList<BudgetCharge> charges, DateTimeOffset now)
    {
        var (budgets, reservations) = (session.Tables.Budgets, session.Tables.Reservations);
        var sql = session.Sql();
        var over = $"r.expires_at < {sql.Value(UnixMicroseconds.Of(now))} AND r.id IN ({string.Join(", ", charges.Select(charge => sql.Value(IdOf(charge.Counter))))})";
        if (session.Dialect.CanChangeInWith)
        {
            sql.Add($"WITH freed AS (DELETE FROM {reservations} AS r WHERE {over} RETURNING r.id, r.period_start, r.amount), "
                + "room AS (SELECT id, period_start, SUM(amount)::bigint AS amount FROM freed GROUP BY id, period_start) "
                + $"UPDATE {budgets} AS c SET reserved = c.reserved - room.amount FROM room WHERE c.id = room.id AND c.period_start = room.period_start");
            return await session.ExecuteAsync(sql).ConfigureAwait(false);
        }

        sql.Add($"UPDATE {budgets} AS c SET reserved = c.reserved - room.amount FROM (SELECT r.id, r.period_start, SUM(r.amount) AS amount FROM {reservations} AS r WHERE {over} "
            + "GROUP BY r.id, r.period_start) AS room WHERE c.id = room.id AND c.period_start = room.period_start");
        var freed = await session.ExecuteAsync(sql).ConfigureAwait(false);
        var delete = session.Sql();
        delete.Add($"DELETE FROM {reservations} AS r WHERE r.expires_at < {delete.Value(UnixMicroseconds.Of(now))} AND r.id IN ({string.Join(", ", charges.Select(charge => delete.Value(IdOf(charge.Counter))))})");
        await session.ExecuteAsync(delete).ConfigureAwait(false);
        return freed;
    }

    public static async Task<bool> TryMarkAsync(UsageSession session, BudgetCounter counter, int percent, DateTimeOffset now)
    {
        var sql = session.Sql();
        var at = UnixMicroseconds.Of(now);
        var before = counter.Window is { } window ? $" OR marked_at < {sql.Value(at - (window.Ticks / TimeSpan.TicksPerMicrosecond))}" : "";
        sql.Add($"UPDATE {session.Tables.Budgets} SET marked = {sql.Value(percent)}, marked_at = {sql.Value(at)} "
            + $"WHERE id = {sql.Value(IdOf(counter))} AND period_start = {sql.Value(StartOf(counter))} AND (marked < {sql.Value(percent)}{before})");
        return await session.ExecuteAsync(sql).ConfigureAwait(false) == 1;
    }

    public static async Task<IReadOnlyList<BudgetCount>> ReadAsync(UsageSession session, IReadOnlyList<BudgetCounter> counters, DateTimeOffset now)
    {
        var counts = new BudgetCount[counters.Count];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = await ReadAsync(session, counters[i], now).ConfigureAwait(false);
        return counts;
    }

    private static async Task<BudgetCount> ReadAsync(UsageSession session, BudgetCounter counter, DateTimeOffset now)
    {
        var sql = session.Sql();
        sql.Add($"SELECT used, reserved FROM {session.Tables.Budgets} WHERE id = {sql.Value(IdOf(counter))} AND period_start = {sql.Value(StartOf(counter))}");
        var rows = await session.ReadAsync(sql, static reader => new BudgetCount(reader.GetInt64(0), reader.GetInt64(1))).ConfigureAwait(false);
        var count = rows.Count == 0 ? default : rows[0];
        if (counter.Window is not { } window)
            return count;
        var (used, first) = await WindowAsync(session, counter, now).ConfigureAwait(false);
        return new BudgetCount(used, count.Reserved, first is { } step ? UnixMicroseconds.ToTime(step + Micros(window) + Step(window)) : null);
    }

    /// <summary>Locks a rolling counter's own row, and then puts what its window holds on it: a statement of its own, so that it sees what was there when the lock was had.</summary>
    private static async Task RefreshAsync(UsageSession session, BudgetCounter counter, DateTimeOffset now)
    {
        var sql = session.Sql();
        await session.ExecuteAsync(sql.Add($"UPDATE {session.Tables.Budgets} SET reserved = reserved WHERE id = {sql.Value(IdOf(counter))} AND period_start = {sql.Value(StartOf(counter))}")).ConfigureAwait(false);
        var (used, _) = await WindowAsync(session, counter, now).ConfigureAwait(false);
        var put = session.Sql();
        await session.ExecuteAsync(put.Add(
            $"UPDATE {session.Tables.Budgets} SET used = {put.Value(used)} WHERE id = {put.Value(IdOf(counter))} AND period_start = {put.Value(StartOf(counter))}")).ConfigureAwait(false);
        var forget = session.Sql();
        await session.ExecuteAsync(forget.Add(
            $"DELETE FROM {session.Tables.Budgets} WHERE id = {forget.Value(IdOf(counter))} AND period_start > {forget.Value(StartOf(counter))} AND period_start <= {forget.Value(LastStepOut(counter, now))}")).ConfigureAwait(false);
    }

    private static async Task<(long Used, long? FirstStep)> WindowAsync(UsageSession session, BudgetCounter counter, DateTimeOffset now)
    {
        var sql = session.Sql();
        sql.Add($"SELECT COALESCE({session.Dialect.Sum("used")}, 0), MIN(period_start) FROM {session.Tables.Budgets} "
            + $"WHERE id = {sql.Value(IdOf(counter))} AND period_start > {sql.Value(StartOf(counter))} AND period_start > {sql.Value(LastStepOut(counter, now))} AND used > 0");
        return (await session.ReadAsync(sql, static reader => (reader.GetInt64(0), reader.IsDBNull(1) ? (long?)null : reader.GetInt64(1))).ConfigureAwait(false))[0];
    }

    private static Task<int> AddStepAsync(UsageSession session, BudgetCounter counter, long amount, DateTimeOffset at)
    {
        var (micros, step) = (UnixMicroseconds.Of(at), Step(counter.Window!.Value));
        return InsertAsync(session, counter, micros - (((micros % step) + step) % step), amount, $"UPDATE SET used = {session.Tables.Budgets}.used + excluded.used");
    }

    private static Task<int> InsertAsync(UsageSession session, BudgetCounter counter, long start, long used, string onConflict)
    {
        var sql = session.Sql();
        return session.ExecuteAsync(sql.Add(
            $"INSERT INTO {session.Tables.Budgets} (id, period_start, used, reserved, marked, marked_at) VALUES ({sql.Value(IdOf(counter))}, {sql.Value(start)}, {sql.Value(used)}, 0, 0, 0) ON CONFLICT (id, period_start) DO {onConflict}"));
    }

    private static string Wanted(UsageSql sql, IReadOnlyList<BudgetCharge> charges, bool withLimit)
    {
        var rows = charges.Select(charge =>
            $"(CAST({sql.Value(IdOf(charge.Counter))} AS varchar), CAST({sql.Value(StartOf(charge.Counter))} AS bigint), CAST({sql.Value(charge.Amount)} AS bigint)"
            + (withLimit ? $", CAST({sql.Value(charge.Limit)} AS bigint))" : ")"));
        return $"wanted(id, period_start, amount{(withLimit ? ", most" : "")}) AS (VALUES {string.Join(", ", rows)})";
    }

    private static string Id(UsageSql sql, UsageSession session, Guid reservation) => sql.Value(session.Dialect.IdValue(reservation));

    private static string IdOf(BudgetCounter counter) => UsageRecordLimits.FitText(counter.Id, BudgetRow.MaxIdLength)!;

    private static long StartOf(BudgetCounter counter) => counter.Window is null ? UnixMicroseconds.Of(counter.PeriodStart) : long.MinValue;

    private static long Micros(TimeSpan window) => window.Ticks / TimeSpan.TicksPerMicrosecond;

    private static long Step(TimeSpan window) => Math.Max(1, Micros(window) / StepsOfWindow);

    /// <summary>The newest step of which all has fallen out of the window.</summary>
    private static long LastStepOut(BudgetCounter counter, DateTimeOffset now)
    {
        var window = counter.Window!.Value;
        return UnixMicroseconds.Of(now) - Micros(window) - Step(window);
    }
}
