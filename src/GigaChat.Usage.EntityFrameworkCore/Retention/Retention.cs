using System.Globalization;

namespace GigaChat.Usage;

/// <summary>Deletes old records, whole days at a time by their rollups, and in transactions so small that no writer waits long (L16).</summary>
internal sealed class Retention(UsageDatabase database, StoreServices services)
{
    private const int BatchSize = 1_000;

    /// <summary>
    /// A period whose ends lie where records were deleted, moved outwards to whole hours or days, which is what rollups still tell.
    /// </summary>
    public static (long From, long To) Widen(RollupState state, RollupFamily family, long from, long to)
    {
        if (state.RecordsFrom is not { } kept)
            return (from, to);
        if (family.Hour is not null)
            return (from < state.FirstHour ? UnixMicroseconds.FloorHour(from) : from, to < state.FirstHour ? UnixMicroseconds.CeilingHour(to) : to);
        var days = new LocalDays(state.Zone!);
        return (from < kept ? days.PeriodOf(from).From : from, to < kept ? days.PeriodOf(to - 1).To : to);
    }

    public async Task<long> DeleteAsync(TimeSpan age, TimeSpan? budget, CancellationToken ct)
    {
        var started = services.Time.GetTimestamp();
        var before = UnixMicroseconds.Of(services.Time.GetUtcNow() - age);
        if (await database.WriteAsync(session => MarkAsync(session, before), ct).ConfigureAwait(false) is not { } from)
            return 0;
        var deleted = await RepeatAsync(session => DeleteRecordsAsync(session, from)).ConfigureAwait(false);
        if (await database.WriteAsync(OrphansUpToAsync, ct).ConfigureAwait(false) is { } orphans)
            await RepeatAsync(session => DeleteTextsAsync(session, orphans)).ConfigureAwait(false);
        if (deleted > 0)
            Log.Deleted(services.Logger, deleted, age);
        return deleted;

        async Task<long> RepeatAsync(Func<UsageSession, Task<int>> delete)
        {
            for (var sum = 0L; ;)
            {
                if (budget is { } limit && services.Time.GetElapsedTime(started) >= limit)
                    return sum;
                var count = await database.WriteAsync(delete, ct).ConfigureAwait(false);
                if (count == 0)
                    return sum;
                sum += count;
            }
        }
    }

    /// <summary>Says for all to see which records are no longer to be counted on, before the first of them is gone; null when there are no rollups to outlive them.</summary>
    private static async Task<long?> MarkAsync(UsageSession session, long before)
    {
        await session.Dialect.LockRollupsAsync(session, exclusive: true).ConfigureAwait(false);
        var state = await RollupState.ReadAsync(session).ConfigureAwait(false);
        if (state.Zone is not { } zone)
            return null;
        var from = new LocalDays(zone).PeriodOf(before).From;
        if (from <= state.RecordsFrom)
            return state.RecordsFrom;
        await session.WriteSettingAsync(UsageSetting.RecordsFrom, from.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
        return from;
    }

    private static Task<int> DeleteRecordsAsync(UsageSession session, long before)
    {
        var sql = session.Sql();
        sql.Add($"DELETE FROM {session.Tables.Records} WHERE id IN (SELECT id FROM {session.Tables.Records} WHERE created_at < {sql.Time(before)}");
        return session.ExecuteAsync(sql.Add($" ORDER BY created_at, id LIMIT {BatchSize}{session.Dialect.SkipLocked})"));
    }

    /// <summary>
    /// The greatest id of the texts that no process may still refer to: writers remember for an hour what they stored, so a text must have been seen two hours ago.
    /// </summary>
    private async Task<long?> OrphansUpToAsync(UsageSession session)
    {
        var now = UnixMicroseconds.Of(services.Time.GetUtcNow());
        var seen = (await session.ReadSettingAsync(UsageSetting.TextsSeen).ConfigureAwait(false))?.Split('@').Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        if (seen is [_, var at] && now - at < 2 * UnixMicroseconds.Hour)
            return null;
        var greatest = (await session.ReadAsync(session.Sql().Add($"SELECT COALESCE(MAX(id), 0) FROM {session.Tables.Texts}"), reader => reader.GetInt64(0)).ConfigureAwait(false))[0];
        await session.WriteSettingAsync(UsageSetting.TextsSeen, string.Create(CultureInfo.InvariantCulture, $"{greatest}@{now}")).ConfigureAwait(false);
        return seen?[0];
    }

    private static Task<int> DeleteTextsAsync(UsageSession session, long upTo)
    {
        var sql = session.Sql();
        sql.Add($"DELETE FROM {session.Tables.Texts} WHERE id IN (SELECT t.id FROM {session.Tables.Texts} t WHERE t.id <= {sql.Value(upTo)}");
        sql.Add($" AND NOT EXISTS (SELECT 1 FROM {session.Tables.Records} r WHERE r.text_id = t.id) LIMIT {BatchSize})");
        return session.ExecuteAsync(sql);
    }
}
