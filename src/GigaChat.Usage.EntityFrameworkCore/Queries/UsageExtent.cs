using System.Data.Common;

namespace GigaChat.Usage;

/// <summary>Between which moments there is anything stored.</summary>
internal static class UsageExtent
{
    /// <summary>
    /// A filter's period from its first moment to the moment after its last. An end that lies outside of what is stored is moved out of its day, which
    /// adds nothing to the answer and leaves no edge to be read from records.
    /// </summary>
    public static async Task<(long From, long To, TimeZoneInfo? ReportZone)> ClipAsync(UsageSession session, UsageFilter filter)
    {
        var sql = session.Sql();
        var hours = $"FROM {session.Tables.Rollups} WHERE kind = {(short)RollupKind.HourSummary}";
        sql.Add($"SELECT (SELECT MIN(bucket) {hours}), (SELECT MAX(bucket) {hours}), (SELECT MAX(created_at) FROM {session.Tables.Records})");
        sql.Add($", (SELECT value FROM {session.Tables.Settings} WHERE name = {sql.Value(UsageSetting.ReportTimeZone)})");
        var (first, last, newest, zone) = (await session.ReadAsync(
            sql,
            reader => (Time(reader, 0), Time(reader, 1), Time(reader, 2), reader.IsDBNull(3) ? null : reader.GetString(3))).ConfigureAwait(false))[0];
        if (first is null || last is null)
            return (0, 0, null);

        var (from, to) = (first.Value, last.Value + UnixMicroseconds.Hour);
        var end = filter.EndDate is { } endDate ? UnixMicroseconds.Of(endDate) + 1 : long.MaxValue;
        var start = filter.StartDate is { } startDate ? UnixMicroseconds.AtOrAfter(startDate) : long.MinValue;
        if (start >= to || end <= from)
            return (0, 0, null);
        return (
            start > from ? start : from - (2 * UnixMicroseconds.Day),
            end < to && !(end > newest) ? end : to + (2 * UnixMicroseconds.Day),
            zone is null ? null : ReportZone.Find(zone));

        long? Time(DbDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : session.Dialect.ReadTime(reader, ordinal);
    }
}
