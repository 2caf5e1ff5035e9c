using GigaChat.Usage.Recording;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The statements that find, create, mark and delete counters. Amounts are whole numbers and times are microseconds
/// since 1970, so one SQL text fits every database.
/// </summary>
internal static class CounterRows
{
    /// <summary>
    /// The time a row is kept after its period: processes with other clocks may still count in the previous period.
    /// </summary>
    private const long KeptAfter = 2 * UnixMicroseconds.Day;

    private const int ForgottenAtOnce = 4096;

    private static readonly SqlText Identity = $"name, scope, tag_key, key, unit, period, period_start";

    /// <summary>Gets the ids of counters, in the order of the counters; null for those without a row.</summary>
    public static async Task<Guid?[]> FindAsync(UsageSession session, IReadOnlyList<BudgetCounter> counters)
    {
        var found = new Guid?[counters.Count];
        var sql = session.Sql();
        var wanted = counters.Index().Select(item => sql.Text($"({item.Index}, {Values(sql, item.Item)})"));
        sql.Add(
            $"WITH k(n, {Identity}) AS (VALUES {SqlText.List(wanted)}) SELECT k.n, b.id FROM k JOIN {session.Tables.Budgets} b "
                + $"ON b.name = k.name AND b.scope = k.scope AND b.tag_key = k.tag_key AND b.key = k.key AND b.unit = k.unit AND b.period = k.period AND b.period_start = k.period_start"
        );
        await session
            .ReadAsync(sql, reader => found[reader.GetInt32(0)] = session.Dialect.ReadId(reader, 1))
            .ConfigureAwait(false);
        return found;
    }

    /// <summary>Creates rows of counters; a row that another process has created stays.</summary>
    /// <returns>The ids, in the counters' order.</returns>
    public static async Task<Guid?[]> CreateAsync(
        UsageSession session,
        IReadOnlyList<BudgetCounter> counters,
        IReadOnlyList<IReadOnlyList<BudgetUse>> before,
        DateTimeOffset now
    )
    {
        // In one order for all processes: two that create the same counters wait for one another and cannot deadlock.
        var ids = counters.Select(static _ => (Guid?)Guid.CreateVersion7()).ToArray();
        var rows = counters
            .Select((counter, i) => (Id: ids[i]!.Value, Counter: counter, Uses: before[i]))
            .OrderBy(static row => row.Counter.Budget, StringComparer.Ordinal)
            .ThenBy(static row => row.Counter.TagKey, StringComparer.Ordinal)
            .ThenBy(static row => row.Counter.Key, StringComparer.Ordinal)
            .ToList();
        var sql = session.Sql();
        var values = rows.Select(row =>
            sql.Text(
                $"({session.Dialect.IdValue(row.Id)}, {Values(sql, row.Counter)}, {EndOf(row.Counter, now)}, "
                    + $"{(row.Counter.Window is null ? SumOf(row.Uses) : 0L)}, 0, 0, 0)"
            )
        );
        sql.Add(
            $"INSERT INTO {session.Tables.Budgets} (id, {Identity}, period_end, used, reserved, marked, marked_at) VALUES {SqlText.List(values)} "
                + $"ON CONFLICT ({Identity}) DO NOTHING RETURNING id"
        );
        var made = (
            await session.ReadAsync(sql, reader => session.Dialect.ReadId(reader, 0)).ConfigureAwait(false)
        ).ToHashSet();
        await RollingSteps
            .AddAsync(
                session,
                rows.Where(row => row.Counter.Window is not null && made.Contains(row.Id))
                    .SelectMany(static row =>
                        row.Uses.Select(use => (row.Id, row.Counter.Window!.Value, use.Amount, use.At))
                    )
            )
            .ConfigureAwait(false);
        if (made.Count == ids.Length)
            return ids;

        // Another process was first with some of them.
        var taken = Enumerable.Range(0, ids.Length).Where(i => !made.Contains(ids[i]!.Value)).ToArray();
        var found = await FindAsync(session, [.. taken.Select(i => counters[i])]).ConfigureAwait(false);
        for (var i = 0; i < taken.Length; i++)
            ids[taken[i]] = found[i];
        return ids;
    }

    /// <summary>
    /// Deletes counters of the periods that ended long ago by the clocks of both the database and this process.
    /// </summary>
    /// <remarks>A row that is deleted too early is created again from the recorded usage.</remarks>
    public static async Task<int> ForgetAsync(UsageSession session, DateTimeOffset now)
    {
        var sql = session.Sql();
        sql.Add(
            $"DELETE FROM {session.Tables.Budgets} WHERE id IN (SELECT id FROM {session.Tables.Budgets} WHERE period_end < {UnixMicroseconds.Of(now) - KeptAfter} "
                + $"AND reserved = 0 ORDER BY id LIMIT {SqlText.Number(ForgottenAtOnce)}{session.Dialect.SkipLocked}) RETURNING id"
        );
        var deleted = await session.ReadAsync(sql, reader => session.Dialect.ReadId(reader, 0)).ConfigureAwait(false);
        if (deleted.Count == 0)
            return 0;
        var steps = session.Sql();
        await session
            .ExecuteAsync(
                steps.Add($"DELETE FROM {session.Tables.BudgetSteps} WHERE counter IN ({Ids(steps, deleted)})")
            )
            .ConfigureAwait(false);
        return deleted.Count;
    }

    public static async Task<bool> TryMarkAsync(
        UsageSession session,
        Guid id,
        BudgetCounter counter,
        int percent,
        DateTimeOffset now
    )
    {
        var sql = session.Sql();
        var at = UnixMicroseconds.Of(now);
        var again = counter.Window is { } window
            ? sql.Text($" OR marked_at < {at - (window.Ticks / TimeSpan.TicksPerMicrosecond)}")
            : default;
        sql.Add(
            $"UPDATE {session.Tables.Budgets} SET marked = {percent}, marked_at = {at} "
                + $"WHERE id = {session.Dialect.IdValue(id)} AND (marked < {percent}{again})"
        );
        return await session.ExecuteAsync(sql).ConfigureAwait(false) == 1;
    }

    /// <summary>Reads counters by their ids, without expired leases.</summary>
    public static async Task<Dictionary<Guid, BudgetCount>> ReadAsync(
        UsageSession session,
        IReadOnlyCollection<(Guid Id, BudgetCounter Counter)> counters,
        DateTimeOffset now
    )
    {
        var found = new Dictionary<Guid, BudgetCount>();
        if (counters.Count == 0)
            return found;
        var sql = session.Sql();
        var ids = Ids(sql, counters.Select(static counter => counter.Id));
        sql.Add(
            $"SELECT b.id, b.used, b.reserved - COALESCE(o.amount, 0) FROM {session.Tables.Budgets} b "
                + $"LEFT JOIN (SELECT counter, {session.Dialect.Sum($"amount")} AS amount FROM {session.Tables.Reservations} "
                + $"WHERE expires_at < {UnixMicroseconds.Of(now)} AND counter IN ({ids}) GROUP BY counter) o ON o.counter = b.id WHERE b.id IN ({ids})"
        );
        await session
            .ReadAsync(sql, reader =>
                found.Add(session.Dialect.ReadId(reader, 0), new BudgetCount(reader.GetInt64(1), reader.GetInt64(2)))
            )
            .ConfigureAwait(false);
        var rolling = counters
            .Where(counter => counter.Counter.Window is not null && found.ContainsKey(counter.Id))
            .ToList();
        foreach (
            var (id, sum) in await RollingSteps
                .SumsAsync(session, rolling.Select(static counter => (counter.Id, counter.Counter.Window!.Value)), now)
                .ConfigureAwait(false)
        )
            found[id] = found[id] with { Used = sum.Used, FreeAt = sum.FreeAt };
        return found;
    }

    /// <summary>
    /// Gets the time from which a row may be deleted: the end of its period, or the moment when the window of a rolling
    /// counter has passed.
    /// </summary>
    public static long EndOf(BudgetCounter counter, DateTimeOffset now) =>
        counter.Window is { } window
            ? UnixMicroseconds.Of(now + window + window)
            : UnixMicroseconds.Of(counter.PeriodEnd);

    /// <summary>Writes ids as the operand of IN.</summary>
    public static SqlText Ids(UsageSql sql, IEnumerable<Guid> ids) => sql.List(ids.Select(sql.Dialect.IdValue));

    private static SqlText Values(UsageSql sql, BudgetCounter counter) =>
        sql.Text(
            $"{UsageRecordLimits.FitText(counter.Budget, UsageRecordLimits.Name) ?? ""}, {counter.Scope.ToString()}, "
                + $"{UsageRecordLimits.FitId(counter.TagKey, UsageRecordLimits.TagKey) ?? ""}, {FitKey(counter.Key)}, {(counter.IsInRubles ? "Rubles" : "Tokens")}, {PeriodOf(counter)}, "
                + $"{(counter.Window is null ? UnixMicroseconds.Of(counter.PeriodStart) : 0L)}"
        );

    private static string FitKey(string? key) => UsageRecordLimits.FitId(key) ?? "";

    private static string PeriodOf(BudgetCounter counter) =>
        counter.Window is { } window
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{counter.Period} {window:c}")
            : counter.Period.ToString();

    private static long SumOf(IReadOnlyList<BudgetUse> uses) =>
        uses.Aggregate(0L, static (sum, use) => CounterState.Plus(sum, use.Amount));
}
