using System.Data.Common;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// Computes the sums by groups in one statement: whole days and hours from rollups, the edges of the period from
/// records.
/// </summary>
internal sealed class AggregateQuery(UsageSession session, UsageFilter filter, UsageGrouping grouping)
{
    private const int FewSpans = 4;
    private const int MostRanked = 100;

    private readonly GroupKeys _keys = new(grouping, session.Dialect);
    private string[]? _users;

    public async Task<IReadOnlyList<UsageGroup>> ReadAsync()
    {
        var (extent, state) = await UsageExtent.ReadAsync(session).ConfigureAwait(false);
        var family = state.Zone is null ? null : RollupFamily.For(filter, grouping);
        List<UsageSpan> spans = extent is null ? [] : Spans(extent, state, family);
        if (spans.Count == 0)
            return grouping.By == UsageDimensions.None ? [new UsageGroup()] : [];

        var search = await TextSearch.PlanAsync(session, filter.Search).ConfigureAwait(false);
        if (RanksUsers)
        {
            _users = await RankAsync(family, spans, search).ConfigureAwait(false);
            spans = [.. spans.SelectMany(EachBucket)];
        }

        var sql = session.Sql();
        sql.Add($"SELECT {_keys.Prefix()}{GroupSums.Outer(sql.Dialect)}{_keys.OuterName()} FROM (");
        AddBranches(sql, family, spans, search, branch =>
            $"{_keys.Inner(branch)}{GroupSums.Of(branch, sql.Dialect)}{_keys.InnerName(branch)}"
        );
        sql.Add($") u{_keys.GroupBy("u")}");
        if (grouping.By != UsageDimensions.None)
            sql.Add($" ORDER BY sum_total DESC{_keys.OrderBy()}");
        if (grouping.Top is { } top)
            sql.Add($" LIMIT {sql.Value(top)}");
        return await session.ReadAsync(sql, ReadGroup).ConfigureAwait(false);
    }

    /// <summary>
    /// <c>true</c> if the first users are found by their tokens alone, before the other sums are computed for these
    /// few; otherwise, <c>false</c>.
    /// </summary>
    private bool RanksUsers => grouping is { By: UsageDimensions.User, Top: <= MostRanked } && filter.UserId is null;

    /// <summary>Gets the ids of the first users, empty for records without one.</summary>
    private async Task<string[]> RankAsync(RollupFamily? family, List<UsageSpan> spans, TextSearch? search)
    {
        var sql = session.Sql();
        sql.Add($"SELECT {_keys.Prefix()}{sql.Dialect.Sum("u.sum_total")} AS sum_total FROM (");
        AddBranches(sql, family, spans, search, branch =>
            $"{_keys.Inner(branch)}{sql.Dialect.Sum("r.total_tokens")} AS sum_total"
        );
        sql.Add(
            $") u{_keys.GroupBy("u")} ORDER BY sum_total DESC{_keys.OrderBy()} LIMIT {sql.Value(grouping.Top!.Value)}"
        );
        return [.. await session.ReadAsync(sql, reader => reader.GetString(0)).ConfigureAwait(false)];
    }

    private void AddBranches(
        UsageSql sql,
        RollupFamily? family,
        List<UsageSpan> spans,
        TextSearch? search,
        Func<UsageLevel, string> columns
    )
    {
        var branches = 0;
        foreach (var branch in spans.GroupBy(span => span.Level).SelectMany(level => Branches([.. level])))
        {
            sql.Add(branches++ == 0 ? "" : " UNION ALL ");
            AddBranch(sql, family, branch, search, columns(branch[0].Level));
        }
    }

    private List<UsageSpan> Spans(UsageExtent extent, RollupState state, RollupFamily? family)
    {
        var (from, to) = extent.Clip(filter);
        if (family is not null && from < to)
            (from, to) = Retention.Widen(state, family, from, to);
        var reportDays = family is not null && !grouping.Has(UsageDimensions.Hour) ? new LocalDays(state.Zone!) : null;
        var groupDays = grouping.Has(UsageDimensions.Day) ? new LocalDays(grouping.TimeZone) : null;
        var spans = new PeriodPlan(family?.Hour is not null, family?.Week is not null, reportDays, groupDays).Spans(
            from,
            to
        );
        return SeeksBuckets(family) ? [.. spans.SelectMany(EachBucket)] : spans;
    }

    /// <summary>
    /// Gets <c>true</c> if the rows of one key are looked up bucket by bucket, instead of reading all keys of a range
    /// of buckets; otherwise, <c>false</c>.
    /// </summary>
    private bool SeeksBuckets(RollupFamily? family) =>
        (family is { Day: RollupKind.DayUser } && (filter.UserId ?? (object?)_users) is not null)
        || (family is { Day: RollupKind.DayToken } && filter.AccessToken is not null);

    private static IEnumerable<UsageSpan> EachBucket(UsageSpan span)
    {
        if (span.Level is not (UsageLevel.Day or UsageLevel.Week))
            return [span];
        var length = span.Level == UsageLevel.Day ? UnixMicroseconds.Day : UnixMicroseconds.Week;
        return Enumerable
            .Range(0, (int)((span.To - span.From) / length))
            .Select(i => span with { From = span.From + (i * length), To = span.From + ((i + 1) * length) });
    }

    /// <summary>
    /// Splits spans into branches. A few spans are a branch each, with ends that the database's planner sees; many are
    /// a joined table.
    /// </summary>
    private static IEnumerable<UsageSpan[]> Branches(UsageSpan[] spans) =>
        spans.Length <= FewSpans ? spans.Chunk(1) : [spans];

    private void AddBranch(UsageSql sql, RollupFamily? family, UsageSpan[] spans, TextSearch? search, string columns)
    {
        var level = spans[0].Level;
        var records = level == UsageLevel.Records;
        var (table, time) = records ? (session.Tables.Records, "r.created_at") : (session.Tables.Rollups, "r.bucket");
        sql.Add($"SELECT {columns} FROM ");
        if (spans is [var span])
        {
            sql.Add($"(SELECT {(span.Day is { } day ? sql.Time(day) : "NULL")} AS day) s CROSS JOIN {table} r");
            sql.Add($" WHERE {time} >= {sql.Time(span.From)} AND {time} < {sql.Time(span.To)}");
        }
        else
        {
            sql.Add($"{sql.Dialect.SpansJoin(sql, spans)} {table} r WHERE ");
            sql.Add(
                (level is UsageLevel.Day or UsageLevel.Week) && SeeksBuckets(family)
                    ? "r.bucket = s.lo"
                    : $"{time} >= s.lo AND {time} < s.hi"
            );
        }

        if (!records)
            sql.Add($" AND r.kind = {sql.Value((short)family!.At(level))}");
        FilterSql.AddConditions(sql, filter, "r");
        if (_users is not null)
            sql.Add($" AND {IsRanked(sql, records)}");
        if (records)
            search?.AddCondition(sql, session.Tables, "r");
        sql.Add(_keys.GroupBy(level));
    }

    private string IsRanked(UsageSql sql, bool records)
    {
        var ids = string.Join(", ", _users!.Select(sql.Value));
        var isOne = ids.Length == 0 ? "1 = 0" : $"r.user_id IN ({ids})";
        return records && _users!.Contains("") ? $"({isOne} OR r.user_id IS NULL)" : isOne;
    }

    private UsageGroup ReadGroup(DbDataReader reader)
    {
        var group = _keys.Read(reader, out var next);
        return group with
        {
            Count = reader.GetInt64(next),
            Calls = reader.GetInt64(next + 1),
            PromptTokens = reader.GetInt64(next + 2),
            CompletionTokens = reader.GetInt64(next + 3),
            CachedPromptTokens = reader.GetInt64(next + 4),
            TotalTokens = reader.GetInt64(next + 5),
            EstimatedTokens = reader.GetInt64(next + 6),
            UserName = grouping.Has(UsageDimensions.User) ? NameStamp.NameIn(reader.GetString(next + 7)) : null,
        };
    }
}
