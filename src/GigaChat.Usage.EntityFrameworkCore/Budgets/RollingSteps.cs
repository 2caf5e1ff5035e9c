namespace GigaChat.Usage;

/// <summary>The use of a rolling window, in 64 steps with a row each; a step falls out when all of it is older than the window, as it does in one process.</summary>
internal static class RollingSteps
{
    /// <summary>Locks a counter's own row, and then puts what its window holds on it: in a statement of its own, which sees what was there when the lock was had.</summary>
    public static async Task RefreshAsync(UsageSession session, BudgetCounter counter, DateTimeOffset now)
    {
        var (key, budgets) = (CounterKey.Of(counter), session.Tables.Budgets);
        var hold = session.Sql();
        await session.ExecuteAsync(hold.Add($"UPDATE {budgets} SET reserved = reserved WHERE {key.Where(hold)}")).ConfigureAwait(false);
        var used = (await CountAsync(session, counter, reserved: 0, now).ConfigureAwait(false)).Used;
        var put = session.Sql();
        await session.ExecuteAsync(put.Add($"UPDATE {budgets} SET used = {put.Value(used)} WHERE {key.Where(put)}")).ConfigureAwait(false);
        var forget = session.Sql();
        await session.ExecuteAsync(forget.Add(
            $"DELETE FROM {budgets} WHERE id = {forget.Value(key.Id)} AND period_start > {forget.Value(key.PeriodStart)} AND period_start <= {forget.Value(LastOut(counter, now))}")).ConfigureAwait(false);
    }

    public static async Task<BudgetCount> CountAsync(UsageSession session, BudgetCounter counter, long reserved, DateTimeOffset now)
    {
        var sums = await SumsAsync(session, [counter], now).ConfigureAwait(false);
        return CountOf(counter, sums, reserved);
    }

    /// <summary>Puts what their windows hold on counters that were found; they have one length of window.</summary>
    public static async Task CountAsync(UsageSession session, BudgetCounter[] counters, DateTimeOffset now, Dictionary<CounterKey, BudgetCount> found)
    {
        var sums = await SumsAsync(session, counters, now).ConfigureAwait(false);
        foreach (var counter in counters)
        {
            var key = CounterKey.Of(counter);
            if (found.TryGetValue(key, out var count))
                found[key] = CountOf(counter, sums, count.Reserved);
        }
    }

    public static Task<int> AddAsync(UsageSession session, BudgetCounter counter, long amount, DateTimeOffset at)
    {
        var micros = UnixMicroseconds.Of(at);
        var step = CounterKey.Of(counter) with { PeriodStart = micros - UnixMicroseconds.Modulo(micros, Step(counter)) };
        return BudgetSql.InsertAsync(session, step, amount, $"UPDATE SET used = {session.Tables.Budgets}.used + excluded.used");
    }

    private static BudgetCount CountOf(BudgetCounter counter, Dictionary<string, (long Used, long FirstStep)> sums, long reserved) =>
        sums.TryGetValue(CounterKey.Of(counter).Id, out var sum)
            ? new BudgetCount(sum.Used, reserved, UnixMicroseconds.ToTime(sum.FirstStep + Window(counter) + Step(counter)))
            : new BudgetCount(0, reserved);

    /// <summary>What the windows of counters hold, and their first steps; nothing for those that hold nothing.</summary>
    private static async Task<Dictionary<string, (long Used, long FirstStep)>> SumsAsync(UsageSession session, BudgetCounter[] counters, DateTimeOffset now)
    {
        var sums = new Dictionary<string, (long Used, long FirstStep)>(StringComparer.Ordinal);
        var sql = session.Sql();
        sql.Add($"SELECT id, {session.Dialect.Sum("used")}, MIN(period_start) FROM {session.Tables.Budgets} WHERE id IN ({CounterKey.IdsOf(counters, sql)}) "
            + $"AND period_start > {sql.Value(LastOut(counters[0], now))} AND used > 0 AND period_start > {sql.Value(CounterKey.Of(counters[0]).PeriodStart)} GROUP BY id");
        await session.ReadAsync(sql, reader => sums.Add(reader.GetString(0), (reader.GetInt64(1), reader.GetInt64(2)))).ConfigureAwait(false);
        return sums;
    }

    private static long Window(BudgetCounter counter) => counter.Window!.Value.Ticks / TimeSpan.TicksPerMicrosecond;

    private static long Step(BudgetCounter counter) => Math.Max(1, Window(counter) / RollingUse.Steps);

    /// <summary>The last start of a step of which all has fallen out of the window.</summary>
    private static long LastOut(BudgetCounter counter, DateTimeOffset now) => UnixMicroseconds.Of(now) - Window(counter) - Step(counter);
}
