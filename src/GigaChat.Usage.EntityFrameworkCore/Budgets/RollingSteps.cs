using GigaChat.Usage.Budgets;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The use of rolling windows, in 64 steps with a row each. A step falls out when all of it is older than the window,
/// as in the in-process store.
/// </summary>
internal static class RollingSteps
{
    /// <summary>
    /// Gets the sums of the windows of counters and the times when their oldest use falls out; nothing for empty
    /// windows.
    /// </summary>
    public static async Task<Dictionary<Guid, (long Used, DateTimeOffset FreeAt)>> SumsAsync(
        UsageSession session,
        IEnumerable<(Guid Id, TimeSpan Window)> counters,
        DateTimeOffset now
    )
    {
        var sums = new Dictionary<Guid, (long Used, DateTimeOffset FreeAt)>();
        foreach (var windows in counters.GroupBy(static counter => counter.Window, static counter => counter.Id))
        {
            var sql = session.Sql();
            sql.Add(
                $"SELECT counter, {session.Dialect.Sum($"used")}, MIN(step) FROM {session.Tables.BudgetSteps} WHERE counter IN ({CounterRows.Ids(sql, windows)}) "
                    + $"AND step > {LastOut(windows.Key, now)} AND used > 0 GROUP BY counter"
            );
            await session
                .ReadAsync(sql, reader =>
                    sums.Add(
                        session.Dialect.ReadId(reader, 0),
                        (
                            reader.GetInt64(1),
                            UnixMicroseconds.ToTime(reader.GetInt64(2) + Micros(windows.Key) + Step(windows.Key))
                        )
                    )
                )
                .ConfigureAwait(false);
        }

        return sums;
    }

    /// <summary>Adds uses to their steps.</summary>
    public static async Task AddAsync(
        UsageSession session,
        IEnumerable<(Guid Id, TimeSpan Window, long Amount, DateTimeOffset At)> uses
    )
    {
        var steps = uses.GroupBy(
                static use =>
                    (
                        use.Id,
                        Start: UnixMicroseconds.Of(use.At)
                            - UnixMicroseconds.Modulo(UnixMicroseconds.Of(use.At), Step(use.Window))
                    ),
                static use => use.Amount
            )
            .OrderBy(static step => step.Key.Id)
            .ThenBy(static step => step.Key.Start)
            .ToList();
        if (steps.Count == 0)
            return;
        var sql = session.Sql();
        var rows = steps.Select(step =>
            sql.Text(
                $"({session.Dialect.IdValue(step.Key.Id)}, {step.Key.Start}, {step.Aggregate(0L, CounterState.Plus)})"
            )
        );
        sql.Add(
            $"INSERT INTO {session.Tables.BudgetSteps} (counter, step, used) VALUES {SqlText.List(rows)} "
                + $"ON CONFLICT (counter, step) DO UPDATE SET used = {session.Tables.BudgetSteps}.used + excluded.used"
        );
        await session.ExecuteAsync(sql).ConfigureAwait(false);
    }

    /// <summary>Deletes the steps of counters that have fallen out of their windows.</summary>
    public static async Task ForgetAsync(
        UsageSession session,
        IEnumerable<(Guid Id, TimeSpan Window)> counters,
        DateTimeOffset now
    )
    {
        foreach (var windows in counters.GroupBy(static counter => counter.Window, static counter => counter.Id))
        {
            var sql = session.Sql();
            await session
                .ExecuteAsync(
                    sql.Add(
                        $"DELETE FROM {session.Tables.BudgetSteps} WHERE counter IN ({CounterRows.Ids(sql, windows)}) AND step <= {LastOut(windows.Key, now)}"
                    )
                )
                .ConfigureAwait(false);
        }
    }

    private static long Micros(TimeSpan window) => window.Ticks / TimeSpan.TicksPerMicrosecond;

    private static long Step(TimeSpan window) => Math.Max(1, Micros(window) / RollingUse.Steps);

    /// <summary>Gets the start of the last step that is completely outside the window.</summary>
    private static long LastOut(TimeSpan window, DateTimeOffset now) =>
        UnixMicroseconds.Of(now) - Micros(window) - Step(window);
}
