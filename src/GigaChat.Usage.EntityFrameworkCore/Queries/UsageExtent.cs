using System.Data.Common;
using GigaChat.Usage.DependencyInjection;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The first and last moments of the stored data.</summary>
/// <param name="First">The first moment of the first hour that has data.</param>
/// <param name="Next">The moment after the last such hour.</param>
/// <param name="Oldest">The oldest record; null when there is none.</param>
/// <param name="Newest">The newest record; null when there is none.</param>
internal sealed record UsageExtent(long First, long Next, long? Oldest, long? Newest)
{
    private const long Margin = 2 * UnixMicroseconds.Day;

    /// <summary>Reads the extent, null when nothing is stored, and the state of rollups, in one statement.</summary>
    public static async Task<(UsageExtent? Extent, RollupState State)> ReadAsync(UsageSession session)
    {
        SqlText hours = $"FROM {session.Tables.Rollups} WHERE kind = {SqlText.Number((short)RollupKind.HourSummary)}";
        var sql = session.Sql().Add($"SELECT (SELECT MIN(bucket) {hours}), (SELECT MAX(bucket) {hours})");
        sql.Add(
            $", (SELECT MIN(created_at) FROM {session.Tables.Records}), (SELECT MAX(created_at) FROM {session.Tables.Records})"
        );
        foreach (
            var name in new[]
            {
                UsageSetting.ReportTimeZone,
                UsageSetting.RecordsFrom,
                UsageSetting.Latency,
                UsageSetting.TextsStamp,
            }
        )
            sql.Add($", (SELECT value FROM {session.Tables.Settings} WHERE name = {name})");
        return (await session.ReadAsync(sql, Row).ConfigureAwait(false))[0];

        (UsageExtent?, RollupState) Row(DbDataReader reader) =>
            (
                Of([Time(reader, 0), Time(reader, 1), Time(reader, 2), Time(reader, 3)]),
                RollupState.Of(Text(reader, 4), Text(reader, 5), Text(reader, 6)) with
                {
                    Stamp = Text(reader, 7) ?? "",
                }
            );

        // Records exist without rollups until these are built, and rollups without records once the records are
        // deleted.
        static UsageExtent? Of(long?[] times) =>
            times.Max() is not { } last
                ? null
                : new UsageExtent(
                    UnixMicroseconds.FloorHour(times.Min()!.Value),
                    UnixMicroseconds.FloorHour(last) + UnixMicroseconds.Hour,
                    times[2],
                    times[3]
                );

        static string? Text(DbDataReader reader, int ordinal) =>
            reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

        long? Time(DbDataReader reader, int ordinal) =>
            reader.IsDBNull(ordinal) ? null : session.Dialect.ReadTime(reader, ordinal);
    }

    /// <summary>
    /// Clips a filter's period to the stored data. An end outside the stored data is moved out of its day, which adds
    /// nothing to the result and leaves no edge that must be read from records.
    /// </summary>
    public (long From, long To) Clip(UsageFilter filter)
    {
        var from = filter.From is { } first ? UnixMicroseconds.AtOrAfter(first) : long.MinValue;
        var to = filter.To is { } next ? UnixMicroseconds.AtOrAfter(next) : long.MaxValue;
        if (from >= to || from >= Next || to <= First)
            return (0, 0);
        return (from > First ? from : First - Margin, to < Next && !(to > Newest) ? to : Next + Margin);
    }
}
