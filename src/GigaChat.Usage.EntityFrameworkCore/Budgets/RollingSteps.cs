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
        var (used, _) = await SumAsync(session, counter, now).ConfigureAwait(false);
        var put = session.Sql();
        await session.ExecuteAsync(put.Add($"UPDATE {budgets} SET used = {put.Value(used)} WHERE {key.Where(put)}")).ConfigureAwait(false);
        var forget = session.Sql();
        await session.ExecuteAsync(forget.Add(
            $"DELETE FROM {budgets} WHERE id = {forget.Value(key.Id)} AND period_start > {forget.Value(key.PeriodStart)} AND period_start <= {forget.Value(LastOut(counter, now))}")).ConfigureAwait(false);
    }

    public static async Task<BudgetCount> CountAsync(UsageSession session, BudgetCounter counter, long reserved, DateTimeOffset now)
    {
        var (used, first) = await SumAsync(session, counter, now).ConfigureAwait(false);
        return new BudgetCount(used, reserved, first is { } start ? UnixMicroseconds.ToTime(start + Window(counter) + Step(counter)) : null);
    }

    public static Task<int> AddAsync(UsageSession session, BudgetCounter counter, long amount, DateTimeOffset at)
    {
        var micros = UnixMicroseconds.Of(at);
        var step = CounterKey.Of(counter) with { PeriodStart = micros - UnixMicroseconds.Modulo(micros, Step(counter)) };
        return BudgetSql.InsertAsync(session, step, amount, $"UPDATE SET used = {session.Tables.Budgets}.used + excluded.used");
    }

    private static async Task<(long Used, long? FirstStep)> SumAsync(UsageSession session, BudgetCounter counter, DateTimeOffset now)
    {
        var key = CounterKey.Of(counter);
        var sql = session.Sql();
        sql.Add($"SELECT COALESCE({session.Dialect.Sum("used")}, 0), MIN(period_start) FROM {session.Tables.Budgets} "
            + $"WHERE id = {sql.Value(key.Id)} AND period_start > {sql.Value(LastOut(counter, now))} AND used > 0 AND period_start > {sql.Value(key.PeriodStart)}");
        return (await session.ReadAsync(sql, static reader => (reader.GetInt64(0), reader.IsDBNull(1) ? (long?)null : reader.GetInt64(1))).ConfigureAwait(false))[0];
    }

    private static long Window(BudgetCounter counter) => counter.Window!.Value.Ticks / TimeSpan.TicksPerMicrosecond;

    private static long Step(BudgetCounter counter) => Math.Max(1, Window(counter) / RollingUse.Steps);

    /// <summary>The last start of a step of which all has fallen out of the window.</summary>
    private static long LastOut(BudgetCounter counter, DateTimeOffset now) => UnixMicroseconds.Of(now) - Window(counter) - Step(counter);
}
