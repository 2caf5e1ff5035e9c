namespace GigaChat.Usage.ClickHouse;

/// <summary>How the groups of a query are summed: which parts of its period are read from which table, and the keys in
/// each.</summary>
internal sealed class GroupPlan
{
    private readonly ClickHouseTables _tables;
    private readonly SealState _state;
    private readonly UsageFilter _filter;
    private readonly UsageGrouping _grouping;
    private readonly RollupKind? _kind;
    private readonly bool _byHours;
    private readonly PeriodPlan _period;
    private readonly IReadOnlyList<string> _names;

    /// <param name="tables">The tables.</param>
    /// <param name="state">The state of the stored data.</param>
    /// <param name="filter">The fitted filter.</param>
    /// <param name="grouping">The grouping.</param>
    /// <param name="needed">The dimensions and measures that rollups must have beyond those of filter and grouping: users
    /// for their number.</param>
    /// <param name="grace">The time after a mark in which its inserts may still run.</param>
    /// <param name="byHours"><c>true</c> if only rollups by hour have what is summed; otherwise, <c>false</c>.</param>
    public GroupPlan(
        ClickHouseTables tables,
        SealState state,
        UsageFilter filter,
        UsageGrouping grouping,
        TimeSpan grace,
        UsageDimensions needed = UsageDimensions.None,
        bool byHours = false
    )
    {
        (_tables, _state, _filter, _grouping) = (tables, state, filter, grouping);
        _names = GroupColumns.Names(grouping);
        var from = filter.From is { } first ? UnixMicroseconds.AtOrAfter(first) : long.MinValue;
        var to = filter.To is { } next ? UnixMicroseconds.AtOrAfter(next) : long.MaxValue;
        if (state.Extent is { } extent)
            (from, to) = PeriodPlan.Clip(extent, from, to);
        _kind = from < to ? KindFor(from, to, needed, out var onlyDeleted) : KindFor(0, 0, needed, out onlyDeleted);
        if (byHours && _kind is RollupKind.Days or RollupKind.Users)
            _kind = null;
        var by = needed | grouping.By;
        _byHours =
            (by & (UsageDimensions.Hour | UsageDimensions.LocalHour)) != 0
            || ((by & TimeKeys.OfDays) != 0 && state.Zone?.HasSameRules(grouping.TimeZone) != true);
        _period = PeriodPlan.Of(state, _kind, grace, from, to, onlyDeleted);
    }

    public bool IsEmpty => !_period.HasRollups && !_period.HasRecords;

    /// <summary>Gets <c>true</c> if the groups of a part are those of the query; <c>false</c> if those of two parts are to
    /// be added up.</summary>
    public bool HasOnePart => !_period.HasRollups || !_period.HasRecords;

    /// <summary>Gets <c>GROUP BY</c> and the names of the keys; nothing without keys.</summary>
    public string By => _names.Count == 0 ? "" : $" GROUP BY {Names}";

    public string Names => string.Join(", ", _names);

    /// <summary>Gets the names of the keys with a comma after them.</summary>
    public string KeysAnd => _names.Count == 0 ? "" : $"{Names}, ";

    /// <summary>Gets the SQL of the parts, grouped by the keys.</summary>
    /// <param name="rollupSums">What is summed of rollups.</param>
    /// <param name="recordSums">What is summed of records.</param>
    /// <param name="condition">Another condition, with AND before it.</param>
    public string Parts(string rollupSums, string recordSums, string condition = "")
    {
        var conditions = FilterSql.Conditions(_filter) + condition;
        var parts = new List<string>();
        if (_period.HasRollups)
            parts.Add(
                $"SELECT {Keys(RollupTimeKeys())}{rollupSums} FROM {_tables.Of(_kind!.Value)}"
                    + $" WHERE {_period.RollupCondition(_kind.Value, _byHours)}{conditions}{By}"
            );
        if (_period.HasRecords)
            parts.Add(
                $"SELECT {Keys(RecordTimeKeys())}{recordSums} FROM {_tables.Records} FINAL"
                    + $" WHERE ({_period.RecordCondition}){conditions}{By}"
            );
        return string.Join(" UNION ALL ", parts);
    }

    /// <summary>Gets the kind of rollups with the dimensions of the query; null when only records have them.</summary>
    private RollupKind? KindFor(long from, long to, UsageDimensions needed, out bool onlyDeleted)
    {
        onlyDeleted = false;
        if (FilterSql.DimensionsOf(_filter) is not { } filtered || _state.Zone is not { } zone)
            return null;
        needed |= filtered | _grouping.By;
        if (_grouping.TagKey is not null || (needed & (UsageDimensions.Topic | UsageDimensions.Generation)) != 0)
            return null;
        var hasDays = (needed & TimeKeys.OfDays) != 0;
        var hasLocalHours = (needed & UsageDimensions.LocalHour) != 0;
        var isSameZone = zone.HasSameRules(_grouping.TimeZone);
        if ((needed & (UsageDimensions.User | UsageDimensions.AccessToken)) != 0)
        {
            if ((hasDays && !isSameZone) || hasLocalHours || (needed & UsageDimensions.Hour) != 0)
                return null;
            return (needed & ~TimeKeys.OfDays) == UsageDimensions.User && FilterSql.HasOnlyUsers(_filter)
                ? RollupKind.Users
                : RollupKind.Days;
        }

        // Where days or hours begin within hours of UTC, those of deleted records are the nearest that rollups can give.
        onlyDeleted =
            from < to
            && (hasLocalHours || (hasDays && !isSameZone))
            && !new ZoneDays(_grouping.TimeZone).HasWholeHours(from, to);
        return RollupKind.Hours;
    }

    private IEnumerable<string> RollupTimeKeys()
    {
        if (!NeedsZone())
            return TimeKeys.Of(_grouping, "hour", "", "");
        var (from, to) = _state.Extent!.Value;
        var zone = new ZoneDays(_grouping.TimeZone);
        var moment = $"(hour * {UnixMicroseconds.Hour})";
        var day = _state.Zone!.HasSameRules(_grouping.TimeZone) ? "day" : zone.DaySql(moment, from, to);
        return TimeKeys.Of(_grouping, "hour", day, zone.LocalSql(moment, from, to));
    }

    private IEnumerable<string> RecordTimeKeys()
    {
        var hour = $"intDiv(created_at, {UnixMicroseconds.Hour})";
        if (!NeedsZone())
            return TimeKeys.Of(_grouping, hour, "", "");
        var (from, to) = _period.RecordPeriod;
        var zone = new ZoneDays(_grouping.TimeZone);
        return TimeKeys.Of(_grouping, hour, zone.DaySql("created_at", from, to), zone.LocalSql("created_at", from, to));
    }

    private bool NeedsZone() => (_grouping.By & (TimeKeys.OfDays | UsageDimensions.LocalHour)) != 0;

    private string Keys(IEnumerable<string> timeKeys) =>
        string.Concat(timeKeys.Concat(GroupColumns.Keys(_grouping)).Select(key => $"{key}, "));
}
