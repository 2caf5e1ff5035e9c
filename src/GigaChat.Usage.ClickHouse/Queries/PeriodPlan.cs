namespace GigaChat.Usage.ClickHouse;

/// <summary>The parts of a period, without overlap and without gap: sealed days from rollups, the rest from
/// records.</summary>
internal sealed class PeriodPlan
{
    private readonly List<Seal> _days = [];
    private readonly List<(Seal Seal, int FirstHour, int NextHour)> _hours = [];
    private readonly List<(long From, long To, long WrittenAfter)> _records = [];
    private (long From, long To) _whole = (long.MaxValue, long.MinValue);

    private PeriodPlan() { }

    public bool HasRollups => _days.Count + _hours.Count > 0;

    public bool HasRecords => _records.Count > 0;

    /// <summary>Gets the condition on rows of the rollups: the seals, and what partitions and parts are found by.</summary>
    /// <param name="kind">The kind of rollups that has the dimensions of the query.</param>
    /// <param name="byHours"><c>true</c> if the query needs the hours of whole days; otherwise, <c>false</c>.</param>
    public string RollupCondition(RollupKind kind, bool byHours)
    {
        var seals = _days.Concat(_hours.Select(static hours => hours.Seal)).ToList();
        var parts = _hours
            .Select(hours =>
                $"kind = {(int)kind} AND hour >= {hours.FirstHour} AND hour < {hours.NextHour} AND seal = {SqlText.Of(hours.Seal.Number)}"
            )
            .ToList();
        if (_days.Count > 0)
        {
            var days = SqlText.In("seal", _days.Select(static seal => seal.Number));
            parts.Add(
                kind != RollupKind.Hours ? $"kind = {(int)kind} AND {days}"
                : !byHours ? $"kind = {(int)RollupKind.Totals} AND {days}"
                : $"kind = {(int)kind} AND hour BETWEEN {UnixMicroseconds.Number(_whole.From, UnixMicroseconds.Hour)} AND {UnixMicroseconds.Number(_whole.To - 1, UnixMicroseconds.Hour)} AND {days}"
            );
        }

        return $"bucket BETWEEN {seals.Min(static seal => seal.Day)} AND {seals.Max(static seal => seal.Day)} AND ({string.Join(" OR ", parts.Select(static part => $"({part})"))})";
    }

    /// <summary>Gets the condition on records.</summary>
    public string RecordCondition =>
        string.Join(
            " OR ",
            _records.Select(part =>
                $"(created_at >= {part.From} AND created_at < {part.To}{(part.WrittenAfter == 0 ? "" : $" AND version < {ulong.MaxValue - (ulong)part.WrittenAfter}")})"
            )
        );

    /// <summary>Gets the first and the last moment of the records that are read.</summary>
    public (long From, long To) RecordPeriod => (_records.Min(part => part.From), _records.Max(part => part.To));

    /// <param name="state">The state of the stored data.</param>
    /// <param name="kind">The kind of rollups that has the dimensions of the query; null when none has.</param>
    /// <param name="grace">The time after a mark in which its inserts may still run.</param>
    /// <param name="from">The first moment.</param>
    /// <param name="to">The moment after the last one.</param>
    /// <param name="onlyDeleted"><c>true</c> if rollups give no exact result, so that only days with deleted records
    /// are read from them; otherwise, <c>false</c>.</param>
    public static PeriodPlan Of(
        SealState state,
        RollupKind? kind,
        TimeSpan grace,
        long from,
        long to,
        bool onlyDeleted = false
    )
    {
        var plan = new PeriodPlan();
        if (state.Extent is not { } extent)
            return plan;
        (from, to) = Clip(extent, from, to);
        if (from >= to)
            return plan;
        if (kind is null || state.Zone is not { } zone)
        {
            plan.AddRecords(from, to);
            return plan;
        }

        var graceMicroseconds = grace.Ticks / TimeSpan.TicksPerMicrosecond;
        foreach (var day in state.DaysOf(zone, from, to))
        {
            var (first, next) = (Math.Max(day.From, from), Math.Min(day.To, to));
            if (!state.Seals.TryGetValue(day.Day, out var seal))
            {
                plan.AddRecords(first, next);
                continue;
            }

            var hasLater = day.MarkedAt + graceMicroseconds >= seal.SealedAt;
            if (day.To <= state.RecordsFrom)
                plan.AddDeleted(kind, seal, (day.From, day.To), (first, next), hasLater);
            else if (onlyDeleted || hasLater)
                plan.AddRecords(first, next);
            else
                plan.AddSealed(kind, seal, (day.From, day.To), (first, next));
        }

        return plan;
    }

    /// <summary>
    /// Clips a period to the stored data. An end outside of it is moved out of its day, so that the first and the last
    /// day count as whole ones.
    /// </summary>
    public static (long From, long To) Clip((long From, long To) extent, long from, long to)
    {
        if (from >= to || from >= extent.To || to <= extent.From)
            return (0, 0);
        return (
            from <= extent.From ? extent.From - (3 * UnixMicroseconds.Day) : from,
            to >= extent.To ? extent.To + (3 * UnixMicroseconds.Day) : to
        );
    }

    private void AddSealed(RollupKind? kind, Seal seal, (long From, long To) day, (long First, long Next) part)
    {
        var (first, next) = part;
        if (part == day)
        {
            AddDay(seal, day);
            return;
        }

        // An hour that the day has a part of is whole where the day begins or ends.
        var lower = first == day.From ? UnixMicroseconds.FloorHour(first) : UnixMicroseconds.CeilingHour(first);
        var upper = next == day.To ? UnixMicroseconds.CeilingHour(next) : UnixMicroseconds.FloorHour(next);
        if (kind != RollupKind.Hours || lower >= upper)
        {
            AddRecords(first, next);
            return;
        }

        AddRecords(first, Math.Max(first, lower));
        AddHours(seal, lower, upper);
        AddRecords(Math.Min(next, upper), next);
    }

    /// <summary>
    /// Adds a part of a day with deleted records: whole hours or the whole day, and the records that came later.
    /// </summary>
    private void AddDeleted(
        RollupKind? kind,
        Seal seal,
        (long From, long To) day,
        (long First, long Next) part,
        bool hasLater
    )
    {
        if (kind == RollupKind.Hours && part != day)
            AddHours(seal, UnixMicroseconds.FloorHour(part.First), UnixMicroseconds.CeilingHour(part.Next));
        else
            AddDay(seal, day);
        if (hasLater)
            _records.Add((part.First, part.Next, seal.SealedAt));
    }

    private void AddDay(Seal seal, (long From, long To) day)
    {
        _days.Add(seal);
        _whole = (
            Math.Min(_whole.From, UnixMicroseconds.FloorHour(day.From)),
            Math.Max(_whole.To, UnixMicroseconds.CeilingHour(day.To))
        );
    }

    private void AddHours(Seal seal, long from, long to)
    {
        _hours.Add(
            (
                seal,
                UnixMicroseconds.Number(from, UnixMicroseconds.Hour),
                UnixMicroseconds.Number(to, UnixMicroseconds.Hour)
            )
        );
    }

    private void AddRecords(long from, long to)
    {
        if (from >= to)
            return;
        if (_records.Count > 0 && _records[^1].To == from && _records[^1].WrittenAfter == 0)
            _records[^1] = _records[^1] with { To = to };
        else
            _records.Add((from, to, 0));
    }
}
