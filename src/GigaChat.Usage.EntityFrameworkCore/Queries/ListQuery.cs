namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Reads a page by its cursor: the cost does not depend on its depth.</summary>
internal static class ListQuery
{
    public static async Task<UsagePageResult> ReadAsync(UsageSession session, UsageFilter filter, UsagePage page)
    {
        var search = await TextSearch.PlanAsync(session, filter).ConfigureAwait(false);
        var sql = session.Sql();
        var others = await TagOthers.PlanAsync(session, filter).ConfigureAwait(false);
        var byTag =
            filter.Tags is not null
            && others is null
            && await session.Dialect.HasTagIndexAsync(session).ConfigureAwait(false);

        // The index of tags has the order of pages too.
        var place = byTag ? (SqlText)$"t" : $"r";
        var table = byTag ? session.Dialect.TaggedRecords(session.Tables) : session.Tables.Records;
        sql.Add($"SELECT {UsageRecordColumns.List($"r")} FROM {table} r WHERE 1 = 1");
        if (filter.From is { } from)
            sql.Add($" AND {place}.created_at >= {sql.Time(UnixMicroseconds.AtOrAfter(from))}");
        if (filter.To is { } to)
            sql.Add($" AND {place}.created_at < {sql.Time(UnixMicroseconds.AtOrAfter(to))}");
        FilterSql.AddConditions(sql, filter, $"r", ofRecords: true);
        FilterSql.AddTags(sql, filter, $"r", byTag ? place : null, others);
        search?.AddCondition(sql, session.Tables, $"r");

        var backwards = page.Before is not null;
        if (page.Before is { } before)
            AddCursor(sql, place, isBefore: false, before);
        else if (page.After is { } after)
            AddCursor(sql, place, isBefore: true, after);

        var direction = backwards ? (SqlText)$"ASC" : $"DESC";
        sql.Add($" ORDER BY {place}.created_at {direction}, {place}.id {direction} LIMIT {page.Size + 1}");

        var records = await session
            .ReadAsync(sql, reader => UsageRecordColumns.Read(reader, session.Dialect))
            .ConfigureAwait(false);
        var more = records.Count > page.Size;
        if (more)
            records.RemoveAt(page.Size);
        if (backwards)
            records.Reverse();
        return UsagePageResult.Of(
            records,
            hasOlder: backwards || more,
            hasNewer: backwards ? more : page.After is not null
        );
    }

    public static async Task<UsageRecord?> FindAsync(UsageSession session, Guid id)
    {
        var sql = session.Sql();
        sql.Add(
            $"SELECT {UsageRecordColumns.List($"r")} FROM {session.Tables.Records} r WHERE r.id = {session.Dialect.IdValue(id)}"
        );
        return (
            await session
                .ReadAsync(sql, reader => UsageRecordColumns.Read(reader, session.Dialect))
                .ConfigureAwait(false)
        ).FirstOrDefault();
    }

    private static void AddCursor(UsageSql sql, SqlText place, bool isBefore, UsageCursor cursor)
    {
        // A cursor with a finer clock than the store's is between two microseconds.
        var than = isBefore ? (SqlText)$"<" : $">";
        var time = isBefore ? UnixMicroseconds.AtOrAfter(cursor.CreatedAt) : UnixMicroseconds.Of(cursor.CreatedAt);
        sql.Add($" AND ({place}.created_at, {place}.id) {than} ({sql.Time(time)}, {sql.Dialect.IdValue(cursor.Id)})");
    }
}
