using System.Data.Common;

namespace GigaChat.Usage;

/// <summary>Between which moments there is anything stored.</summary>
/// <param name="First">The first moment of the first hour that has anything.</param>
/// <param name="Next">The moment after the last such hour.</param>
/// <param name="Newest">The newest record; null when there is none.</param>
internal sealed record UsageExtent(long First, long Next, long? Newest)
{
    private const long Margin = 2 * UnixMicroseconds.Day;

    /// <summary>Null when nothing is stored.</summary>
    public static async Task<UsageExtent?> ReadAsync(UsageSession session)
    {
        var hours = $"FROM {session.Tables.Rollups} WHERE kind = {(short)RollupKind.HourSummary}";
        var sql = session.Sql().Add($"SELECT (SELECT MIN(bucket) {hours}), (SELECT MAX(bucket) {hours})");
        sql.Add($", (SELECT MIN(created_at) FROM {session.Tables.Records}), (SELECT MAX(created_at) FROM {session.Tables.Records})");
        var (firstHour, lastHour, oldest, newest) =
            (await session.ReadAsync(sql, reader => (Time(reader, 0), Time(reader, 1), Time(reader, 2), Time(reader, 3))).ConfigureAwait(false))[0];

        // Records are there without rollups until these are built, and rollups without records once those are deleted.
        long[] times = [.. new[] { firstHour, lastHour, oldest, newest }.OfType<long>()];
        return times.Length == 0 ? null
            : new UsageExtent(UnixMicroseconds.FloorHour(times.Min()), UnixMicroseconds.FloorHour(times.Max()) + UnixMicroseconds.Hour, newest);

        long? Time(DbDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : session.Dialect.ReadTime(reader, ordinal);
    }

    /// <summary>
    /// A filter's period from its first moment to the moment after its last. An end that lies outside of what is stored is moved out of its day, which
    /// adds nothing to the answer and leaves no edge to be read from records.
    /// </summary>
    public (long From, long To) Clip(UsageFilter filter)
    {
        var from = filter.StartDate is { } start ? UnixMicroseconds.AtOrAfter(start) : long.MinValue;
        var to = filter.EndDate is { } end ? UnixMicroseconds.Of(end) + 1 : long.MaxValue;
        if (from >= Next || to <= First)
            return (0, 0);
        return (from > First ? from : First - Margin, to < Next && !(to > Newest) ? to : Next + Margin);
    }
}
