namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The state of a counter while its row is locked: decisions are made in memory and written once for all calls of a
/// batch.
/// </summary>
internal sealed class CounterState(Guid id, long used, long reserved)
{
    public Guid Id { get; } = id;

    public long Used { get; set; } = used;

    public long Reserved { get; private set; } = reserved;

    /// <summary>The time when the oldest use of a rolling counter falls out of the window.</summary>
    public DateTimeOffset? FreeAt { get; set; }

    public bool IsChanged { get; private set; }

    public BudgetCount Count => new(Used, Reserved, FreeAt);

    public bool Fits(long amount, long limit) => limit == long.MaxValue || (Int128)Used + Reserved + amount <= limit;

    public void Reserve(long amount)
    {
        Reserved = Plus(Reserved, amount);
        IsChanged |= amount != 0;
    }

    public void Use(long amount)
    {
        Used = Plus(Used, amount);
        IsChanged |= amount != 0;
    }

    public static long Plus(long a, long b) => (long)Int128.Clamp((Int128)a + b, long.MinValue, long.MaxValue);

    /// <summary>
    /// Locks the rows of counters in the order of their ids, which all transactions share, so that no two deadlock.
    /// </summary>
    public static async Task<Dictionary<Guid, CounterState>> LockAsync(
        UsageSession session,
        IEnumerable<(Guid Id, BudgetCounter Counter)> counters,
        DateTimeOffset now
    )
    {
        var wanted = counters
            .DistinctBy(static counter => counter.Id)
            .ToDictionary(static counter => counter.Id, static counter => counter.Counter);
        var states = new Dictionary<Guid, CounterState>();
        if (wanted.Count == 0)
            return states;
        var sql = session.Sql();
        sql.Add(
            $"SELECT id, used, reserved FROM {session.Tables.Budgets} WHERE id IN ({CounterRows.Ids(sql, wanted.Keys)}) ORDER BY id{session.Dialect.LockRows}"
        );
        await session
            .ReadAsync(sql, reader =>
            {
                var id = session.Dialect.ReadId(reader, 0);
                states.Add(id, new CounterState(id, reader.GetInt64(1), reader.GetInt64(2)));
            })
            .ConfigureAwait(false);

        // A statement of its own: its snapshot includes what was committed before the locks were acquired.
        var rolling = wanted
            .Where(counter => counter.Value.Window is not null && states.ContainsKey(counter.Key))
            .Select(static counter => (counter.Key, counter.Value.Window!.Value))
            .ToList();
        foreach (var id in rolling.Select(static counter => counter.Key))
            states[id].Used = 0;
        foreach (var (id, sum) in await RollingSteps.SumsAsync(session, rolling, now).ConfigureAwait(false))
            (states[id].Used, states[id].FreeAt) = (sum.Used, sum.FreeAt);
        return states;
    }

    /// <summary>Builds the statement that writes the changes; empty when there are none.</summary>
    public static SqlText Update(
        UsageSession session,
        UsageSql sql,
        IReadOnlyCollection<CounterState> states,
        IReadOnlyDictionary<Guid, long>? ends = null
    )
    {
        var rows = states
            .Where(state => state.IsChanged || ends?.ContainsKey(state.Id) == true)
            .Select(state =>
                sql.Text(
                    $"({session.Dialect.IdValue(state.Id)}, {state.Used}, {state.Reserved}, {ends?.GetValueOrDefault(state.Id) ?? 0L})"
                )
            )
            .ToList();
        return rows.Count == 0
            ? default
            : (SqlText)(
                $"WITH v(id, used, reserved, period_end) AS (VALUES {SqlText.List(rows)}) "
                + $"UPDATE {session.Tables.Budgets} AS b SET used = v.used, reserved = v.reserved, "
                + $"period_end = CASE WHEN v.period_end = 0 THEN b.period_end ELSE v.period_end END FROM v WHERE b.id = v.id"
            );
    }
}
