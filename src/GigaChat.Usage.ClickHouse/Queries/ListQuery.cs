namespace GigaChat.Usage.ClickHouse;

/// <summary>Reads pages of records in windows from their end, each several times as long as the one before, so that a
/// page costs what it holds and not what is stored.</summary>
internal sealed class ListQuery(ClickHouseDatabase database, SealState state, UsageFilter filter)
{
    private const int Growth = 4;

    public async Task<UsagePageResult> ReadAsync(UsagePage page, CancellationToken cancellationToken)
    {
        var isBackwards = page.Before is not null;
        var found = await FindAsync(page, isBackwards, cancellationToken).ConfigureAwait(false);
        var items = found.Count > page.Size ? found[..page.Size] : found;
        var hasMore = found.Count > page.Size;
        if (!isBackwards)
            return UsagePageResult.Of(items, hasMore, page.After is not null);
        items.Reverse();
        return UsagePageResult.Of(items, hasOlder: true, hasMore);
    }

    public static async Task<UsageRecord?> FindAsync(
        ClickHouseDatabase database,
        Guid id,
        CancellationToken cancellationToken
    )
    {
        var rows = await database
            .ReadAsync(
                $"SELECT {RecordColumns.Read} FROM {database.Tables.Records} FINAL WHERE ({RecordColumns.Key}) = {SqlText.Of(id)}",
                RecordColumns.Of,
                cancellationToken
            )
            .ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    private async Task<List<UsageRecord>> FindAsync(
        UsagePage page,
        bool isBackwards,
        CancellationToken cancellationToken
    )
    {
        var from = filter.From is { } first ? UnixMicroseconds.AtOrAfter(first) : 0;
        var to = filter.To is { } next ? UnixMicroseconds.AtOrAfter(next) : long.MaxValue;
        var cursor = page.After ?? page.Before;
        var beyond = "";
        if (cursor is { } at)
        {
            var moment = UnixMicroseconds.Of(at.CreatedAt);
            beyond =
                $" AND (created_at, ({RecordColumns.Key})) {(isBackwards ? ">" : "<")} (toInt64({moment}), {SqlText.Of(at.Id)})";
            if (isBackwards)
                from = Math.Max(from, moment);
            else
                to = Math.Min(to, moment + 1);
        }

        var found = new List<UsageRecord>();
        foreach (var (start, end) in Windows(from, to, isBackwards))
        {
            found.AddRange(
                await database
                    .ReadAsync(
                        Sql(start, end, beyond, page.Size + 1 - found.Count, isBackwards),
                        RecordColumns.Of,
                        cancellationToken
                    )
                    .ConfigureAwait(false)
            );
            if (found.Count > page.Size)
                break;
        }

        return found;
    }

    private string Sql(long from, long to, string beyond, int limit, bool isBackwards)
    {
        var direction = isBackwards ? "ASC" : "DESC";
        return $"SELECT {RecordColumns.Read} FROM {database.Tables.Records} FINAL WHERE created_at >= {from} AND created_at < {to}"
            + $"{FilterSql.Conditions(filter)}{beyond} ORDER BY created_at {direction}, id_high {direction}, id_low {direction} LIMIT {limit}";
    }

    /// <summary>Gets the windows: the first has one hour with records, each next one more of them.</summary>
    private IEnumerable<(long From, long To)> Windows(long from, long to, bool isBackwards)
    {
        var hours = state
            .Hours.Keys.Select(hour => hour * UnixMicroseconds.Hour)
            .Where(hour => hour < to && hour > from - UnixMicroseconds.Hour)
            .ToList();
        if (!isBackwards)
            hours.Reverse();
        for (var (at, size) = (0, 1); at < hours.Count; (at, size) = (at + size, size * Growth))
        {
            var (one, other) = (hours[at], hours[Math.Min(at + size, hours.Count) - 1]);
            yield return (
                Math.Max(from, Math.Min(one, other)),
                Math.Min(to, Math.Max(one, other) + UnixMicroseconds.Hour)
            );
        }
    }
}
