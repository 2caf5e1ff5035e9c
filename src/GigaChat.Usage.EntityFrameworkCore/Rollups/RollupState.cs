using System.Globalization;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The stored state of the rollups.</summary>
/// <param name="Zone">The time zone of daily rollups, one per database, changed only by a rebuild; null when no rollups
/// are built yet.</param>
/// <param name="RecordsFrom">The moment before which records were deleted: the start of a day of the zone, or of the
/// hour of UTC that this is in; null when none were.</param>
internal sealed record RollupState(TimeZoneInfo? Zone, long? RecordsFrom)
{
    /// <summary><c>true</c> if the histograms contain all records; <c>false</c> until they are built.</summary>
    public bool HasLatency { get; init; }

    /// <summary>The text that changes when stored rows were changed otherwise than by new records; empty before the
    /// first such change.</summary>
    public string Stamp { get; init; } = "";

    /// <summary>The first moment of the first hour without deleted records.</summary>
    public long FirstHour => RecordsFrom is { } from ? UnixMicroseconds.CeilingHour(from) : long.MinValue;

    /// <summary>The label of the first day without deleted records.</summary>
    public long FirstDay => RecordsFrom is null ? long.MinValue : new LocalDays(Zone!).DayOf(FirstDayStart);

    /// <summary>The first moment of the first day without deleted records.</summary>
    public long FirstDayStart
    {
        get
        {
            if (RecordsFrom is not { } from)
                return long.MinValue;
            var (start, end) = new LocalDays(Zone!).PeriodOf(from);
            return start == from ? start : end;
        }
    }

    /// <summary>The label of the first week without deleted records.</summary>
    public long FirstWeek => RecordsFrom is null ? long.MinValue : UnixMicroseconds.CeilingWeek(FirstDay);

    /// <summary>Gets the first bucket of a level without deleted records.</summary>
    public long First(UsageLevel level) =>
        level switch
        {
            UsageLevel.Week => FirstWeek,
            UsageLevel.Day => FirstDay,
            _ => FirstHour,
        };

    public static async Task<RollupState> ReadAsync(UsageSession session)
    {
        string? zone = null,
            from = null,
            latency = null;
        var sql = session.Sql().Add($"SELECT name, value FROM {session.Tables.Settings}");
        await session
            .ReadAsync(sql, reader => _ = reader.GetString(0) switch
                {
                    UsageSetting.ReportTimeZone => zone = reader.GetString(1),
                    UsageSetting.RecordsFrom => from = reader.GetString(1),
                    UsageSetting.Latency => latency = reader.GetString(1),
                    _ => null,
                })
            .ConfigureAwait(false);
        return Of(zone, from, latency);
    }

    /// <summary>Creates the state from the stored settings.</summary>
    public static RollupState Of(string? zone, string? recordsFrom, string? latency) =>
        new(
            zone is null ? null : Find(zone),
            recordsFrom is null ? null : long.Parse(recordsFrom, CultureInfo.InvariantCulture)
        )
        {
            HasLatency = latency is not null,
        };

    private static TimeZoneInfo Find(string id) =>
        ReportTimeZone.Find(id)
        ?? throw new UsageStoreException(
            $"The daily rollups are kept by the time zone '{id}', which this machine does not know: install time zone data."
        );
}
