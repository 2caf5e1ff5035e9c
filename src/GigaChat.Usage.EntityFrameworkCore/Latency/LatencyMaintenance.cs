using System.Data.Common;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Writes, rebuilds and checks the histograms.</summary>
internal static class LatencyMaintenance
{
    /// <summary>Adds to the histograms, and writes those anew that have become long.</summary>
    public static async Task AddAsync(UsageSession session, List<LatencyAddition> additions)
    {
        if (additions.Count == 0)
            return;
        foreach (var row in await session.Dialect.AddToLatencyAsync(session, additions).ConfigureAwait(false))
        {
            // No other writer can have changed the row: this transaction has just written it.
            var compact = row with { Histograms = LatencyBytes.Compact(row.Histograms) };
            var sql = session.Sql();
            sql.Add(
                $"UPDATE {session.Tables.Latency} SET histograms = {compact.Histograms}, compact_at = {compact.CompactAt}"
            );
            sql.Add(
                $" WHERE kind = {(short)row.Key.Kind} AND bucket = {sql.Time(row.Key.Bucket)} AND operation = {row.Key.Operation}"
            );
            sql.Add($" AND model = {row.Key.Model} AND platform = {row.Key.Platform}");
            await session.ExecuteAsync(sql).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes the histograms of periods without deleted records.</summary>
    public static async Task DeleteAsync(UsageSession session, RollupState state)
    {
        await DeleteAsync(session, RollupKind.HourDetail, state.FirstHour).ConfigureAwait(false);
        await DeleteAsync(session, RollupKind.DayDetail, state.FirstDay).ConfigureAwait(false);
    }

    /// <summary>Stores that the histograms contain all records.</summary>
    public static Task<int> MarkAsync(UsageSession session) => session.WriteSettingAsync(UsageSetting.Latency, "1");

    /// <summary>Compares the stored histograms of a range with the expected ones.</summary>
    public static async Task CheckAsync(
        UsageSession session,
        RollupState state,
        RollupRange range,
        LatencyDeltas expected,
        Action<UsageRollupDifference> report
    )
    {
        if (!state.HasLatency)
            return;
        var wanted = expected
            .Sorted()
            .Where(row => row.Key.IsCovered(state))
            .ToDictionary(row => row.Key, row => row.Histograms);
        foreach (var kind in (RollupKind[])[RollupKind.HourDetail, RollupKind.DayDetail])
        {
            var sql = session.Sql().Add($"SELECT {LatencyKey.Columns}, histograms FROM {session.Tables.Latency}");
            range.AddCondition(sql, (short)kind, isHour: kind == RollupKind.HourDetail);
            await session.ReadAsync(sql, Compare).ConfigureAwait(false);
        }

        foreach (var (key, histograms) in wanted)
            report(Difference(key, [], histograms));

        void Compare(DbDataReader reader)
        {
            var row = Read(reader, session.Dialect);
            if (!row.Key.IsCovered(state))
                return;
            if (!wanted.Remove(row.Key, out var histograms))
                histograms = [];
            if (!LatencyBytes.Compact(row.Histograms).AsSpan().SequenceEqual(histograms))
                report(Difference(row.Key, row.Histograms, histograms));
        }
    }

    public static LatencyAddition Read(DbDataReader reader, UsageDialect dialect) =>
        new(
            new LatencyKey(
                (RollupKind)reader.GetInt16(0),
                dialect.ReadTime(reader, 1),
                reader.GetString(2),
                reader.GetString(3),
                reader.GetString(4)
            ),
            reader.GetFieldValue<byte[]>(5)
        );

    private static Task<int> DeleteAsync(UsageSession session, RollupKind kind, long from)
    {
        var sql = session.Sql();
        sql.Add($"DELETE FROM {session.Tables.Latency} WHERE kind = {(short)kind}");
        if (from > long.MinValue)
            sql.Add($" AND bucket >= {sql.Time(from)}");
        return session.ExecuteAsync(sql);
    }

    private static UsageRollupDifference Difference(LatencyKey key, byte[] stored, byte[] expected) =>
        new(
            key.Kind == RollupKind.HourDetail ? "HourLatency" : "DayLatency",
            UnixMicroseconds.ToTime(key.Bucket),
            Group(key, stored),
            Group(key, expected)
        );

    private static UsageGroup Group(LatencyKey key, byte[] histograms)
    {
        var counts = new LatencyCounts();
        LatencyBytes.Decode(histograms, counts.Of);
        return new UsageGroup
        {
            Operation = new UsageOperation(key.Operation),
            Model = key.Model.Length == 0 ? null : key.Model,
            Platform = key.Platform.Length == 0 ? null : key.Platform,
            Duration = counts.Duration.ToHistogram(),
            TimeToFirstToken = counts.FirstToken.ToHistogram(),
        };
    }

    private static HistogramCounts Of(this LatencyCounts counts, LatencySection section) =>
        section.IsFirstToken ? counts.FirstToken : counts.Duration;
}
