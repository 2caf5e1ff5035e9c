namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Reads a page by its cursor: the cost does not depend on its depth.</summary>
/// <param name="session">The transaction.</param>
/// <param name="filter">The filter, fitted.</param>
/// <param name="page">The page.</param>
internal sealed class ListQuery(UsageSession session, UsageFilter filter, UsagePage page)
{
    /// <summary>The number of records that are read before rollups are asked which hours to read.</summary>
    internal const int Probe = 2_000;

    private readonly bool _ascending = page.Before is not null;
    private readonly UsageCursor? _cursor = page.Before ?? page.After;
    private readonly long _from = filter.From is { } from ? UnixMicroseconds.AtOrAfter(from) : long.MinValue;
    private readonly long _to = filter.To is { } to ? UnixMicroseconds.AtOrAfter(to) : long.MaxValue;

    public async Task<UsagePageResult> ReadAsync()
    {
        var search = await TextSearch.PlanAsync(session, filter).ConfigureAwait(false);
        var others = await TagOthers.PlanAsync(session, filter).ConfigureAwait(false);
        var byTag =
            filter.Tags is not null
            && others is null
            && await session.Dialect.HasTagIndexAsync(session).ConfigureAwait(false);
        var records = ListWindows.AreFor(filter)
            ? await ReadByWindowsAsync().ConfigureAwait(false)
            : await ReadAsync(_from, _to, _cursor, page.Size + 1, search: search, byTag: byTag, others: others)
                .ConfigureAwait(false);
        var more = records.Count > page.Size;
        if (more)
            records.RemoveRange(page.Size, records.Count - page.Size);
        if (_ascending)
            records.Reverse();
        return UsagePageResult.Of(
            records,
            hasOlder: _ascending || more,
            hasNewer: _ascending ? more : page.After is not null
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

    /// <summary>
    /// Reads where no index has what the filter compares: the nearest records, and if too few of them pass it, the
    /// windows that have others.
    /// </summary>
    private async Task<List<UsageRecord>> ReadByWindowsAsync()
    {
        var wanted = page.Size + 1;
        if (await PlaceAsync(Probe).ConfigureAwait(false) is not { } place)
            return await ReadAsync(_from, _to, _cursor, wanted).ConfigureAwait(false);
        var records = await ReadAsync(_from, _to, _cursor, wanted, last: place).ConfigureAwait(false);
        if (records.Count == wanted)
            return records;
        var at = UnixMicroseconds.Of(place.CreatedAt);
        var (from, to) = _ascending ? (at, _to) : (_from, at + 1);
        var stored = await UsageStored.ReadAsync(session).ConfigureAwait(false);
        var windows = new ListWindows(session, filter, stored);
        await foreach (var window in windows.ReadAsync(from, to, _ascending).ConfigureAwait(false))
        {
            // Only where it is needed: PostgreSQL would read the index from the place on to the window.
            var cursor = window.From <= at && at < window.To ? place : (UsageCursor?)null;
            records.AddRange(
                await ReadAsync(window.From, window.To, cursor, wanted - records.Count).ConfigureAwait(false)
            );
            if (records.Count == wanted)
                break;
        }

        return records;
    }

    /// <summary>Gets the place of a record by its number from the cursor; null when there are fewer.</summary>
    private async Task<UsageCursor?> PlaceAsync(int number)
    {
        var sql = session.Sql().Add($"SELECT r.created_at, r.id FROM {session.Tables.Records} r WHERE 1 = 1");
        AddPeriod(sql, $"r", _from, _to);
        AddCursor(sql, $"r", _cursor);
        sql.Add($"{OrderBy($"r")} LIMIT 1 OFFSET {number - 1}");
        var places = await session
            .ReadAsync(sql, reader => new UsageCursor(
                UnixMicroseconds.ToTime(session.Dialect.ReadTime(reader, 0)),
                session.Dialect.ReadId(reader, 1)
            ))
            .ConfigureAwait(false);
        return places.Count == 0 ? null : places[0];
    }

    /// <summary>Reads the first records of a period behind a cursor, up to the last one where it is given.</summary>
    private Task<List<UsageRecord>> ReadAsync(
        long from,
        long to,
        UsageCursor? cursor,
        int limit,
        UsageCursor? last = null,
        TextSearch? search = null,
        bool byTag = false,
        TagOthers? others = null
    )
    {
        // The index of tags has the order of pages too.
        var place = byTag ? (SqlText)$"t" : $"r";
        var table = byTag ? session.Dialect.TaggedRecords(session.Tables) : session.Tables.Records;
        var sql = session.Sql();
        sql.Add($"SELECT {UsageRecordColumns.List($"r")} FROM {table} r WHERE 1 = 1");
        AddPeriod(sql, place, from, to);
        FilterSql.AddConditions(sql, filter, $"r", ofRecords: true);
        FilterSql.AddTags(sql, filter, $"r", byTag ? place : null, others);
        search?.AddCondition(sql, session.Tables, $"r");
        AddCursor(sql, place, cursor);
        if (last is { } end)
            AddPlace(sql, place, _ascending ? (SqlText)$"<=" : $">=", UnixMicroseconds.Of(end.CreatedAt), end.Id);
        sql.Add($"{OrderBy(place)} LIMIT {limit}");
        return session.ReadAsync(sql, reader => UsageRecordColumns.Read(reader, session.Dialect));
    }

    private SqlText OrderBy(SqlText place)
    {
        var direction = _ascending ? (SqlText)$"ASC" : $"DESC";
        return $" ORDER BY {place}.created_at {direction}, {place}.id {direction}";
    }

    private static void AddPeriod(UsageSql sql, SqlText place, long from, long to)
    {
        if (from > long.MinValue)
            sql.Add($" AND {place}.created_at >= {sql.Time(from)}");
        if (to < long.MaxValue)
            sql.Add($" AND {place}.created_at < {sql.Time(to)}");
    }

    private void AddCursor(UsageSql sql, SqlText place, UsageCursor? cursor)
    {
        if (cursor is not { } at)
            return;

        // A cursor with a finer clock than the store's is between two microseconds.
        if (_ascending)
            AddPlace(sql, place, $">", UnixMicroseconds.Of(at.CreatedAt), at.Id);
        else
            AddPlace(sql, place, $"<", UnixMicroseconds.AtOrAfter(at.CreatedAt), at.Id);
    }

    private static void AddPlace(UsageSql sql, SqlText place, SqlText than, long time, Guid id) =>
        sql.Add($" AND ({place}.created_at, {place}.id) {than} ({sql.Time(time)}, {sql.Dialect.IdValue(id)})");
}
