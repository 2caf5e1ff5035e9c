namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Reads the keys of tags from the rollups by key: of weeks in the middle of a long period.</summary>
internal static class TagKeysQuery
{
    public static async Task<IReadOnlyList<UsageTagKey>> ReadAsync(
        UsageSession session,
        DateTimeOffset? from,
        DateTimeOffset? to
    )
    {
        var state = await RollupState.ReadAsync(session).ConfigureAwait(false);
        if (state.Zone is not { } zone)
            return [];
        var days = new LocalDays(zone);
        var first = from is { } start
            ? UnixMicroseconds.FloorWeek(days.DayOf(UnixMicroseconds.Of(start)))
            : (long?)null;
        var last = to is { } end ? days.DayOf(UnixMicroseconds.AtOrAfter(end) - 1) : (long?)null;
        var sql = session.Sql();
        sql.Add(
            $"SELECT tag_key, MAX(CASE WHEN kind = {SqlText.Number((short)TagRollupKind.WeekTagOthers)} THEN 1 ELSE 0 END)"
        );
        sql.Add(
            $" FROM {session.Tables.TagRollups} WHERE kind IN ({SqlText.Number((short)TagRollupKind.WeekTagKey)}, {SqlText.Number((short)TagRollupKind.WeekTagOthers)})"
        );
        if (first is { } monday)
            sql.Add($" AND bucket >= {sql.Time(monday)}");
        if (last is { } day)
            sql.Add($" AND bucket <= {sql.Time(day)}");
        sql.Add($" GROUP BY tag_key");
        var keys = await session
            .ReadAsync(sql, static reader => new UsageTagKey(reader.GetString(0))
            {
                HasOthers = reader.GetInt32(1) == 1,
            })
            .ConfigureAwait(false);
        return [.. keys.OrderBy(static key => key.Key, StringComparer.Ordinal)];
    }
}
