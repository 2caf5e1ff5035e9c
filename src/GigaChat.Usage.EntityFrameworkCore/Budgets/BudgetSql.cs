namespace GigaChat.Usage;

/// <summary>The statements that make, read and mark counters. Amounts are whole numbers, times microseconds since 1970, so one text does for every database.</summary>
internal static class BudgetSql
{
    // Processes whose clocks differ may still count in the period before.
    private const long KeptAfter = 2 * UnixMicroseconds.Day;

    private const int ReadAtOnce = 500;

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

    /// <summary>What stands on counters, leases that are over left out; nothing on those without a row.</summary>
    public static async Task<IReadOnlyList<BudgetCount>> ReadAsync(UsageSession session, IReadOnlyList<BudgetCounter> counters, DateTimeOffset now)
    {
        var found = new Dictionary<CounterKey, BudgetCount>();
        foreach (var period in counters.GroupBy(static counter => (counter.Window, CounterKey.Of(counter).PeriodStart)))
        {
            foreach (var chunk in period.Chunk(ReadAtOnce))
                await ReadAsync(session, chunk, now, found).ConfigureAwait(false);
        }

        return [.. counters.Select(counter => found.GetValueOrDefault(CounterKey.Of(counter)))];
    }

    /// <summary>What stands on a counter, leases that are over left out; null when there is no such row.</summary>
    public static async Task<BudgetCount?> ReadAsync(UsageSession session, BudgetCounter counter, DateTimeOffset now)
    {
        var found = new Dictionary<CounterKey, BudgetCount>();
        await ReadAsync(session, [counter], now, found).ConfigureAwait(false);
        return found.TryGetValue(CounterKey.Of(counter), out var count) ? count : null;
    }

    /// <summary>Reads counters of one period and window.</summary>
    private static async Task ReadAsync(UsageSession session, BudgetCounter[] counters, DateTimeOffset now, Dictionary<CounterKey, BudgetCount> found)
    {
        var periodStart = CounterKey.Of(counters[0]).PeriodStart;
        var sql = session.Sql();
        var (start, ids) = (sql.Value(periodStart), CounterKey.IdsOf(counters, sql));
        sql.Add($"SELECT b.id, b.used, b.reserved - COALESCE(o.amount, 0) FROM {session.Tables.Budgets} b "
            + $"LEFT JOIN (SELECT id, {session.Dialect.Sum("amount")} AS amount FROM {session.Tables.Reservations} "
            + $"WHERE expires_at < {sql.Value(UnixMicroseconds.Of(now))} AND period_start = {start} AND id IN ({ids}) GROUP BY id) o ON o.id = b.id "
            + $"WHERE b.period_start = {start} AND b.id IN ({ids})");
        await session.ReadAsync(sql, reader => found[new CounterKey(reader.GetString(0), periodStart)] = new BudgetCount(reader.GetInt64(1), reader.GetInt64(2))).ConfigureAwait(false);
        if (counters[0].Window is not null)
            await RollingSteps.CountAsync(session, counters, now, found).ConfigureAwait(false);
    }
}
