namespace GigaChat.Usage;

/// <summary>The statements that make, read and mark counters. Amounts are whole numbers, times microseconds since 1970, so one text does for every database.</summary>
internal static class BudgetSql
{
    // Processes whose clocks differ may still count in the period before.
    private const long KeptAfter = 2 * UnixMicroseconds.Day;

    public static async Task<bool> ExistsAsync(UsageSession session, BudgetCounter counter)
    {
        var sql = session.Sql();
        sql.Add($"SELECT 1 FROM {session.Tables.Budgets} WHERE {CounterKey.Of(counter).Where(sql)}");
        return (await session.ReadAsync(sql, static _ => true).ConfigureAwait(false)).Count > 0;
    }

    /// <summary>Makes a counter's row, and forgets those of periods long over; when another process was first, nothing changes.</summary>
    public static async Task<bool> CreateAsync(UsageSession session, BudgetCounter counter, IReadOnlyList<BudgetUse> before)
    {
        var key = CounterKey.Of(counter);
        var isRolling = counter.Window is not null;
        if (await InsertAsync(session, key, isRolling ? 0 : before.Sum(static use => use.Amount), "NOTHING").ConfigureAwait(false) == 0)
            return false;
        if (isRolling)
        {
            foreach (var use in before)
                await RollingSteps.AddAsync(session, counter, use.Amount, use.At).ConfigureAwait(false);
            return true;
        }

        var sql = session.Sql();
        sql.Add($"DELETE FROM {session.Tables.Budgets} WHERE id = {sql.Value(key.Id)} AND period_start < {sql.Value(key.PeriodStart - KeptAfter)} AND reserved = 0");
        await session.ExecuteAsync(sql).ConfigureAwait(false);
        return true;
    }

    public static Task<int> InsertAsync(UsageSession session, CounterKey key, long used, string onConflict)
    {
        var sql = session.Sql();
        return session.ExecuteAsync(sql.Add(
            $"INSERT INTO {session.Tables.Budgets} (id, period_start, used, reserved, marked, marked_at) "
            + $"VALUES ({sql.Value(key.Id)}, {sql.Value(key.PeriodStart)}, {sql.Value(used)}, 0, 0, 0) ON CONFLICT (id, period_start) DO {onConflict}"));
    }

    public static async Task<bool> TryMarkAsync(UsageSession session, BudgetCounter counter, int percent, DateTimeOffset now)
    {
        var sql = session.Sql();
        var at = UnixMicroseconds.Of(now);
        var again = counter.Window is { } window ? $" OR marked_at < {sql.Value(at - (window.Ticks / TimeSpan.TicksPerMicrosecond))}" : "";
        sql.Add($"UPDATE {session.Tables.Budgets} SET marked = {sql.Value(percent)}, marked_at = {sql.Value(at)} "
            + $"WHERE {CounterKey.Of(counter).Where(sql)} AND (marked < {sql.Value(percent)}{again})");
        return await session.ExecuteAsync(sql).ConfigureAwait(false) == 1;
    }

    public static async Task<IReadOnlyList<BudgetCount>> ReadAsync(UsageSession session, IReadOnlyList<BudgetCounter> counters, DateTimeOffset now)
    {
        var counts = new BudgetCount[counters.Count];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = await ReadAsync(session, counters[i], now).ConfigureAwait(false) ?? default;
        return counts;
    }

    /// <summary>What stands on a counter, leases that are over left out; null when there is no such row.</summary>
    public static async Task<BudgetCount?> ReadAsync(UsageSession session, BudgetCounter counter, DateTimeOffset now)
    {
        var key = CounterKey.Of(counter);
        var sql = session.Sql();
        sql.Add($"SELECT used, reserved - COALESCE((SELECT {session.Dialect.Sum("amount")} FROM {session.Tables.Reservations} "
            + $"WHERE {key.Where(sql)} AND expires_at < {sql.Value(UnixMicroseconds.Of(now))}), 0) FROM {session.Tables.Budgets} WHERE {key.Where(sql)}");
        var rows = await session.ReadAsync(sql, static reader => new BudgetCount(reader.GetInt64(0), reader.GetInt64(1))).ConfigureAwait(false);
        if (rows.Count == 0)
            return null;
        return counter.Window is null ? rows[0] : await RollingSteps.CountAsync(session, counter, rows[0].Reserved, now).ConfigureAwait(false);
    }
}
