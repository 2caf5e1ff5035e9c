namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The parts of a period that a query reads, and the SELECTs that read them.</summary>
/// <param name="session">The transaction.</param>
/// <param name="filter">The filter, fitted.</param>
/// <param name="grouping">The grouping.</param>
/// <param name="family">The rollups to read; null when only the records are sufficient.</param>
/// <param name="stored">The state of the stored data.</param>
internal sealed partial class UsagePlan(
    UsageSession session,
    UsageFilter filter,
    UsageGrouping grouping,
    RollupFamily? family,
    UsageStored stored
)
{
    private const int FewSpans = 4;

    private List<UsageSpan>? _spans;
    private string[]? _users;

    public GroupKeys Keys { get; } = new(grouping, session.Dialect);

    /// <summary>The search for texts, where records are read.</summary>
    public TextSearch? Search { get; init; }

    /// <summary>The ids of the only users to read, empty for records without one; null for all.</summary>
    public string[]? Users
    {
        get => _users;
        set => (_users, _spans) = (value, null);
    }

    public bool IsEmpty => Spans.Count == 0;

    /// <summary>The rollups to read; null when only the records are sufficient.</summary>
    public RollupFamily? Family => family;

    /// <summary>The parts of the period.</summary>
    public List<UsageSpan> Spans => _spans ??= CreateSpans();

    /// <summary>
    /// <c>true</c> if the rows of one key are looked up bucket by bucket, instead of reading all keys of a range of
    /// buckets; otherwise, <c>false</c>.
    /// </summary>
    private bool SeeksBuckets =>
        (family is { Day: RollupKind.DayUser } && (filter.UserId ?? (object?)_users) is not null)
        || (family is { Day: RollupKind.DayToken } && filter.AccessToken is not null)
        || family is { IsByTag: true };

    /// <summary>Adds the SELECTs, all with the same columns, as one table.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="columns">The columns of a source behind the keys.</param>
    /// <param name="ofRecords"><c>true</c> for the parts read from records only, <c>false</c> for those read from
    /// rollups only; null for all.</param>
    /// <param name="grouped"><c>true</c> for a row a group; <c>false</c> for a row each.</param>
    /// <returns><c>true</c> if there are any; otherwise, <c>false</c>.</returns>
    public bool AddBranches(UsageSql sql, Func<RowSource, SqlText> columns, bool? ofRecords = null, bool grouped = true)
    {
        var branches = 0;
        SqlText? tagKey = TagKey is null ? null : sql.Value(TagKey);
        foreach (var branch in Spans.GroupBy(span => span.Level).SelectMany(level => Branches([.. level])))
        {
            var level = branch[0].Level;
            if (ofRecords is { } only && only != (level == UsageLevel.Records))
                continue;
            foreach (var source in Sources(level, tagKey))
            {
                if (branches++ > 0)
                    sql.Add($" UNION ALL ");
                Keys.TagValue = source.TagValue ?? Keys.TagValue;
                AddBranch(sql, source, branch, $"{Keys.Inner(level)}{columns(source)}");
                if (grouped)
                    sql.Append(Keys.GroupBy(level));
            }
        }

        return branches > 0;
    }

    private List<UsageSpan> CreateSpans()
    {
        if (stored.Extent is null)
            return [];
        var (from, to) = stored.Extent.Clip(filter);
        if (family is not null && from < to)
            (from, to) = Retention.Widen(stored.State, family, from, to);
        var hasDays = family is not null && !grouping.Has(UsageDimensions.Hour | UsageDimensions.LocalHour);
        var spans = new PeriodPlan(
            family?.Hour is not null,
            family?.Week is not null,
            hasDays ? new LocalDays(stored.State.Zone!) : null,
            new TimeKeys(grouping)
        ).Spans(from, to);
        if (family is { IsByTag: true })
            spans = TagDays.Split(stored, spans);
        return SeeksBuckets ? [.. spans.SelectMany(static span => span.Buckets())] : spans;
    }

    /// <summary>
    /// Splits spans into branches. A few spans are a branch each, with ends that the database's planner sees; many are
    /// a joined table. By tag there are up to four sources for a branch, and their number costs more than the planner
    /// saves.
    /// </summary>
    private IEnumerable<UsageSpan[]> Branches(UsageSpan[] spans) =>
        spans.Length <= (family is { IsByTag: true } ? 1 : FewSpans) ? spans.Chunk(1) : [spans];

    private void AddBranch(UsageSql sql, RowSource source, UsageSpan[] spans, SqlText columns)
    {
        var level = spans[0].Level;
        var records = level == UsageLevel.Records;
        var byTag = records && filter.Tags is not null && stored.HasTagIndex;
        var table = byTag ? sql.Dialect.TaggedRecords(session.Tables) : source.Table;
        var time =
            !records ? (SqlText)$"r.bucket"
            : byTag ? (SqlText)$"t.created_at"
            : $"r.created_at";
        sql.Add($"SELECT {columns} FROM ");
        if (spans is [var span])
        {
            var day = span.Day is { } label ? sql.Time(label) : SqlText.Null;
            sql.Add($"(SELECT {day} AS day, {span.Offset} AS shift) s CROSS JOIN {table} r");
            sql.Add($" WHERE ");
            sql.Append(
                IsEach(level, source)
                    ? (SqlText)$"r.bucket = {sql.Time(span.From)}"
                    : $"{time} >= {sql.Time(span.From)} AND {time} < {sql.Time(span.To)}"
            );
        }
        else
        {
            sql.Add($"{sql.Dialect.SpansJoin(sql, spans)} {table} r WHERE ");
            sql.Append(IsEach(level, source) ? (SqlText)$"r.bucket = s.lo" : $"{time} >= s.lo AND {time} < s.hi");
        }

        if (source.Kind is { } kind)
            sql.Add($" AND r.kind = {kind}");
        FilterSql.AddConditions(sql, filter, $"r", records);
        if (records)
            FilterSql.AddTags(sql, filter, $"r", byTag ? (SqlText)$"t" : null, stored.Others);
        else
            AddTag(sql, source);
        if (_users is not null)
            sql.Add($" AND {IsListed(sql, records)}");
        if (records)
            Search?.AddCondition(sql, session.Tables, $"r");
    }

    /// <summary>Gets <c>true</c> if each span is one bucket of a source; otherwise, <c>false</c>.</summary>
    private bool IsEach(UsageLevel level, RowSource source) =>
        level != UsageLevel.Records && SeeksBuckets && !(source.IsWhole && level == UsageLevel.Week);

    private SqlText IsListed(UsageSql sql, bool records)
    {
        var ids = sql.List(_users!);
        var isOne = ids.IsEmpty ? (SqlText)$"1 = 0" : $"r.user_id IN ({ids})";
        return records && _users!.Contains("") ? (SqlText)$"({isOne} OR r.user_id IS NULL)" : isOne;
    }
}
