namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The records that the rollups by tag add up as <see cref="UsageTags.Others"/>: those with a value that has no sum of
/// its own on their day. A filter by this value selects them, beside the records that have it as their value.
/// </summary>
/// <param name="tables">The tables.</param>
/// <param name="days">By key, the parts of the days with values beyond the limit.</param>
internal sealed class TagOthers(UsageTables tables, IReadOnlyDictionary<string, IReadOnlyList<UsageSpan>> days)
{
    /// <summary>Gets <c>true</c> if tags contain the value; otherwise, <c>false</c>.</summary>
    public static bool IsIn(UsageTags? tags) => tags is not null && tags.Any(IsOthers);

    /// <summary>Reads the days of a filter; null where it has no such value.</summary>
    public static async Task<TagOthers?> PlanAsync(UsageSession session, UsageFilter filter, UsageStored? stored = null)
    {
        if (!IsIn(filter.Tags))
            return null;
        stored ??= await UsageStored.ReadAsync(session).ConfigureAwait(false);
        var days = new Dictionary<string, IReadOnlyList<UsageSpan>>(StringComparer.Ordinal);
        foreach (var (key, _) in filter.Tags!.Where(IsOthers))
            days[key] = await DaysAsync(session, filter, stored, key).ConfigureAwait(false);
        return new TagOthers(session.Tables, days);
    }

    /// <summary>Adds the condition on records, for the tags with this value.</summary>
    /// <returns>The tags with other values.</returns>
    public UsageTags AddCondition(UsageSql sql, UsageTags tags, SqlText alias)
    {
        foreach (var (key, value) in tags.Where(IsOthers))
        {
            sql.Add($" AND ({sql.Dialect.HasTags(sql, $"{alias}.tags", UsageTags.Of(key, value))}");
            if (days[key] is { Count: > 0 } spans)
                sql.Append(IsBeyond(sql, key, spans, alias));
            sql.Add($")");
        }

        return UsageTags.FromPairs(tags.Where(static pair => !IsOthers(pair)));
    }

    private SqlText IsBeyond(UsageSql sql, string key, IReadOnlyList<UsageSpan> spans, SqlText alias)
    {
        var name = sql.Value(key);
        var value = sql.Dialect.TagValueOf($"{alias}.tags", name);
        return $" OR ({value} IS NOT NULL AND EXISTS (SELECT 1 FROM {sql.Dialect.SpansJoin(sql, spans)} (SELECT 1) one WHERE {alias}.created_at >= s.lo AND {alias}.created_at < s.hi AND NOT EXISTS (SELECT 1 FROM {tables.TagRollups} v WHERE v.kind = {SqlText.Number((short)TagRollupKind.DayTagValue)} AND v.bucket = s.day AND v.tag_key = {name} AND v.tag_value = {value})))";
    }

    private static async Task<IReadOnlyList<UsageSpan>> DaysAsync(
        UsageSession session,
        UsageFilter filter,
        UsageStored stored,
        string key
    )
    {
        if (stored.Extent is null || stored.State.Zone is not { } zone)
            return [];
        var (from, to) = stored.Extent.Clip(filter);
        var sql = session.Sql();
        sql.Add(
            $"SELECT DISTINCT bucket FROM {session.Tables.TagRollups} WHERE kind = {SqlText.Number((short)TagRollupKind.DayTagOthers)} AND bucket >= {sql.Time(from - (2 * UnixMicroseconds.Day))} AND bucket < {sql.Time(to + (2 * UnixMicroseconds.Day))} AND tag_key = {key} ORDER BY bucket"
        );
        var found = await session.ReadAsync(sql, reader => session.Dialect.ReadTime(reader, 0)).ConfigureAwait(false);
        var local = new LocalDays(zone);
        return
        [
            .. found.SelectMany(day =>
                local
                    .Stretches(day - (2 * UnixMicroseconds.Day), day + (3 * UnixMicroseconds.Day))
                    .Where(stretch => stretch.Day == day)
                    .Select(stretch => new UsageSpan(UsageLevel.Records, stretch.From, stretch.To, day))
            ),
        ];
    }

    private static bool IsOthers(KeyValuePair<string, string> tag) =>
        string.Equals(tag.Value, UsageTags.Others, StringComparison.Ordinal);
}
