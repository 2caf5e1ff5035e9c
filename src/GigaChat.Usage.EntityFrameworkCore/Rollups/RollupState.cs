using System.Globalization;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>What the database says about its rollups.</summary>
/// <param name="Zone">The time zone of daily rollups, one for a database, changed only by a rebuild; null when no
/// rollups are kept yet.</param>
/// <param name="RecordsFrom">The moment before which records were deleted, the start of one of the zone's days; null
/// when none were.</param>
internal sealed record RollupState(TimeZoneInfo? Zone, long? RecordsFrom)
{
    /// <summary>The first moment of the first hour whose records are all there.</summary>
    public long FirstHour => RecordsFrom is { } from ? UnixMicroseconds.CeilingHour(from) : long.MinValue;

    /// <summary>The label of the first day whose records are all there.</summary>
    public long FirstDay => RecordsFrom is { } from ? new LocalDays(Zone!).DayOf(from) : long.MinValue;

    /// <summary>The label of the first week whose records are all there.</summary>
    public long FirstWeek => RecordsFrom is null ? long.MinValue : UnixMicroseconds.CeilingWeek(FirstDay);

    public static async Task<RollupState> ReadAsync(UsageSession session)
    {
        string? zone = null,
            from = null;
        var sql = session.Sql().Add($"SELECT name, value FROM {session.Tables.Settings}");
        await session
            .ReadAsync(sql, reader => _ = reader.GetString(0) switch
                {
                    UsageSetting.ReportTimeZone => zone = reader.GetString(1),
                    UsageSetting.RecordsFrom => from = reader.GetString(1),
                    _ => null,
                })
            .ConfigureAwait(false);
        return Of(zone, from);
    }

    /// <summary>The state that settings tell.</summary>
    public static RollupState Of(string? zone, string? recordsFrom) =>
        new(
            zone is null ? null : Find(zone),
            recordsFrom is null ? null : long.Parse(recordsFrom, CultureInfo.InvariantCulture)
        );

    private static TimeZoneInfo Find(string id) =>
        ReportTimeZone.Find(id)
        ?? throw new UsageStoreException(
            $"The daily rollups are kept by the time zone '{id}', which this machine does not know: install time zone data."
        );
}
