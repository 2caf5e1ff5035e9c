using System.Data.Common;

namespace GigaChat.Usage;

/// <summary>Answers a sum by groups in one statement: whole days and hours from rollups, the edges of the period from records.</summary>
internal sealed class AggregateQuery(UsageSession session, UsageFilter filter, UsageGrouping grouping)
{
    private const int FewSpans = 4;

    private readonly GroupKeys _keys = new(grouping, session.Dialect);

    public async Task<IReadOnlyList<UsageGroup>> ReadAsync()
    {
        var state = await RollupState.ReadAsync(session).ConfigureAwait(false);
        var family = state.Zone is null ? null : RollupFamily.For(filter, grouping);
        var spans = await SpansAsync(state, family).ConfigureAwait(false);
        if (spans.Count == 0)
            return grouping.By == UsageDimensions.None ? [new UsageGroup()] : [];

        var search = await TextSearch.PlanAsync(session, filter.Search).ConfigureAwait(false);
        var sql = session.Sql();
        sql.Add($"SELECT {_keys.Prefix()}{GroupSums.Outer(sql.Dialect)}{_keys.OuterName()} FROM (");
        var branches = 0;
        foreach (var branch in spans.GroupBy(span => span.Level).SelectMany(level => Branches([.. level])))
        {
            sql.Add(branches++ == 0 ? "" : " UNION ALL ");
            AddBranch(sql, family, branch, search);
        }

        sql.Add($") u{_keys.GroupBy("u")}");
        if (grouping.By != UsageDimensions.None)
            sql.Add($" ORDER BY sum_total DESC{_keys.OrderBy()}");
        if (grouping.Top is { } top)
            sql.Add($" LIMIT {sql.Value(top)}");
        return await session.ReadAsync(sql, ReadGroup).ConfigureAwait(false);
    }

    private async Task<List<UsageSpan>> SpansAsync(RollupState state, RollupFamily? family)
    {
        if (await UsageExtent.ReadAsync(session).ConfigureAwait(false) is not { } extent)
            return [];
        var (from, to) = extent.Clip(filter);
        if (family is not null && from < to)
            (from, to) = Retention.Widen(state, family, from, to);
        var reportDays = family is not null && !grouping.Has(UsageDimensions.Hour) ? new LocalDays(state.Zone!) : null;
        var groupDays = grouping.Has(UsageDimensions.Day) ? new LocalDays(grouping.TimeZone) : null;
        var spans = new PeriodPlan(family?.Hour is not null, reportDays, groupDays).Spans(from, to);
        return SeeksDays(family) ? [.. spans.SelectMany(EachDay)] : spans;
    }

    /// <summary>Whether one key's rows are looked up day by day, in place of reading all keys of a stretch of days.</summary>
    private bool SeeksDays(RollupFamily? family) => family is { Day: RollupKind.DayUser } && filter.UserId is not null || family is { Day: RollupKind.DayToken } && filter.AccessToken is not null;

    private static IEnumerable<UsageSpan> EachDay(UsageSpan span)
    {
        if (span.Level != UsageLevel.Day)
            return [span];
        return Enumerable.Range(0, (int)((span.To - span.From) / UnixMicroseconds.Day))
            .Select(i => span with { From = span.From + (i * UnixMicroseconds.Day), To = span.From + ((i + 1) * UnixMicroseconds.Day) });
    }

    /// <summary>A few spans are a branch each, whose ends the database's planner sees; many are a table that is joined.</summary>
    private static IEnumerable<UsageSpan[]> Branches(UsageSpan[] spans) => spans.Length <= FewSpans ? spans.Chunk(1) : [spans];

    private void AddBranch(UsageSql sql, RollupFamily? family, UsageSpan[] spans, TextSearch? search)
    {
        var level = spans[0].Level;
        var records = level == UsageLevel.Records;
        var (table, time) = records ? (session.Tables.Records, "r.created_at") : (session.Tables.Rollups, "r.bucket");
        sql.Add($"SELECT {_keys.Inner(level)}{(records ? GroupSums.OfRecords(sql.Dialect) : GroupSums.OfRollups(sql.Dialect))}{_keys.InnerName(level)} FROM ");
        if (spans is [var span])
        {
            sql.Add($"(SELECT {(span.Day is { } day ? sql.Time(day) : "NULL")} AS day) s CROSS JOIN {table} r");
            sql.Add($" WHERE {time} >= {sql.Time(span.From)} AND {time} < {sql.Time(span.To)}");
        }
        else
        {
            sql.Add($"{sql.Dialect.SpansJoin(sql, spans)} {table} r WHERE ");
            sql.Add(level == UsageLevel.Day && SeeksDays(family) ? "r.bucket = s.lo" : $"{time} >= s.lo AND {time} < s.hi");
        }

        if (!records)
            sql.Add($" AND r.kind = {sql.Value((short)(level == UsageLevel.Day ? family!.Day : family!.Hour!.Value))}");
        FilterSql.AddConditions(sql, filter, "r");
        if (records)
            search?.AddCondition(sql, session.Tables, "r");
        sql.Add(_keys.GroupBy(level));
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
