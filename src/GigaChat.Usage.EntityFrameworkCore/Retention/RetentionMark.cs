using System.Globalization;
using GigaChat.Usage.DependencyInjection;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The stored moment before which records were deleted. Queries and rebuilds read it; deletion depends on age alone
/// (L33).
/// </summary>
internal static class RetentionMark
{
    /// <summary>Moves the mark forward, never back: records before it stay deleted.</summary>
    public static Task RaiseAsync(UsageSession session, RollupState state, long from) =>
        from <= state.RecordsFrom ? Task.CompletedTask : WriteAsync(session, from);

    /// <summary>
    /// Corrects a mark in the future, which a wrong clock leaves: to the end of the last day with missing records.
    /// </summary>
    public static async Task<RollupState> CorrectAsync(UsageSession session, RollupState state, StoreServices services)
    {
        if (state is not { RecordsFrom: { } mark, Zone: { } zone })
            return state;
        var now = Math.Max(
            UnixMicroseconds.Of(services.Time.GetUtcNow()),
            await session.ReadClockAsync().ConfigureAwait(false)
        );
        if (mark <= now)
            return state;
        long? corrected = await LastIncompleteHourAsync(session).ConfigureAwait(false) is { } hour
            ? Math.Max(
                UnixMicroseconds.FloorHour(new LocalDays(zone).PeriodOf(hour + UnixMicroseconds.Hour - 1).To),
                hour + UnixMicroseconds.Hour
            )
            : null;
        if (corrected >= mark)
            return state;
        if (corrected is { } value)
            await WriteAsync(session, value).ConfigureAwait(false);
        else
            await DeleteAsync(session).ConfigureAwait(false);
        Log.MarkCorrected(
            services.Logger,
            UnixMicroseconds.ToTime(mark),
            corrected is { } to ? UnixMicroseconds.ToTime(to) : null
        );
        return state with { RecordsFrom = corrected };
    }

    /// <summary>
    /// Gets the last hour with a rollup count that differs from the number of records; null when there is none. Reads
    /// every record.
    /// </summary>
    private static async Task<long?> LastIncompleteHourAsync(UsageSession session)
    {
        var (dialect, tables) = (session.Dialect, session.Tables);
        var sql = session
            .Sql()
            .Add(
                $"SELECT MAX(u.bucket) FROM (SELECT bucket, {dialect.Sum($"records")} AS records FROM {tables.Rollups} "
                    + $"WHERE kind = {SqlText.Number((short)RollupKind.HourSummary)} GROUP BY bucket) u "
                    + $"LEFT JOIN (SELECT {dialect.HourOf($"created_at")} AS hour, COUNT(*) AS records FROM {tables.Records} GROUP BY 1) r ON r.hour = u.bucket "
                    + $"WHERE r.records IS NULL OR r.records <> u.records"
            );
        var hours = await session
            .ReadAsync(sql, reader => reader.IsDBNull(0) ? (long?)null : dialect.ReadTime(reader, 0))
            .ConfigureAwait(false);
        return hours[0];
    }

    private static Task<int> WriteAsync(UsageSession session, long from) =>
        session.WriteSettingAsync(UsageSetting.RecordsFrom, from.ToString(CultureInfo.InvariantCulture));

    private static Task<int> DeleteAsync(UsageSession session)
    {
        var sql = session.Sql();
        return session.ExecuteAsync(
            sql.Add($"DELETE FROM {session.Tables.Settings} WHERE name = {UsageSetting.RecordsFrom}")
        );
    }
}
