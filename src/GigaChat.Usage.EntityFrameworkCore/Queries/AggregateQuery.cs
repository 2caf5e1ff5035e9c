using System.Data.Common;

namespace GigaChat.Usage;

/// <summary>Answers a sum by groups in one statement: whole days and hours from rollups, the edges of the period from records.</summary>
internal sealed class AggregateQuery(UsageSession session, UsageFilter filter, UsageGrouping grouping)
{
    private readonly GroupKeys _keys = new(grouping, session.Dialect);

    public async Task<IReadOnlyList<UsageGroup>> ReadAsync()
    {
        var family = RollupFamily.For(filter, grouping);
        var (from, to, zone) = await UsageExtent.ClipAsync(session, filter).ConfigureAwait(false);
        var reportDays = family is not null && zone is not null && !grouping.Has(UsageDimensions.Hour) ? new LocalDays(zone) : null;
        var groupDays = grouping.Has(UsageDimensions.Day) ? new LocalDays(grouping.TimeZone) : null;
        var spans = new PeriodPlan(family?.Hour is not null, reportDays, groupDays).Spans(from, to);
        if (spans.Count == 0)
            return grouping.By == UsageDimensions.None ? [new UsageGroup()] : [];

        var search = await TextSearch.PlanAsync(session, filter.Search).ConfigureAwait(false);
        var sql = session.Sql();
        sql.Add($"SELECT {_keys.Prefix()}{GroupSums.Outer(sql.Dialect)}{_keys.OuterName()} FROM (");
        var branches = 0;
        foreach (var level in spans.GroupBy(span => span.Level))
        {
            sql.Add(branches++ == 0 ? "" : " UNION ALL ");
            AddBranch(sql, family, level.Key, [.. level], search);
        }

        sql.Add($") u{_keys.GroupBy("u")}");
        if (grouping.By != UsageDimensions.None)
            sql.Add($" ORDER BY sum_total DESC{_keys.OrderBy()}");
        if (grouping.Top is { } top)
            sql.Add($" LIMIT {sql.Value(top)}");
        return await session.ReadAsync(sql, ReadGroup).ConfigureAwait(false);
    }

    private void AddBranch(UsageSql sql, RollupFamily? family, UsageLevel level, IReadOnlyList<UsageSpan> spans, TextSearch? search)
    {
        var records = level == UsageLevel.Records;
        var (table, time) = records ? (session.Tables.Records, "r.created_at") : (session.Tables.Rollups, "r.bucket");
        sql.Add($"SELECT {_keys.Inner(level)}{(records ? GroupSums.OfRecords(sql.Dialect) : GroupSums.OfRollups(sql.Dialect))}{_keys.InnerName(level)}");
        sql.Add($" FROM {sql.Dialect.SpansJoin(sql, spans)} {table} r ON {time} >= s.lo AND {time} < s.hi");
        if (level != UsageLevel.Records)
            sql.Add($" AND r.kind = {sql.Value((short)(level == UsageLevel.Day ? family!.Day : family!.Hour!.Value))}");
        sql.Add(" WHERE 1 = 1");
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
