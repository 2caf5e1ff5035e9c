using System.Data.Common;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Adds up the histograms of each group.</summary>
internal static class LatencyQuery
{
    /// <summary>Sets <see cref="UsageGroup.Duration"/> and <see cref="UsageGroup.TimeToFirstToken"/> of groups.</summary>
    public static async Task<List<UsageGroup>> InAsync(
        List<UsageGroup> groups,
        UsageSession session,
        UsageFilter filter,
        UsageGrouping grouping,
        UsageStored stored,
        TextSearch? search
    )
    {
        var counts = new Dictionary<UsageGroup, LatencyCounts>();
        var plan = new UsagePlan(session, filter, grouping with { Top = null }, null, stored) { Search = search };
        var sql = session.Sql();
        if (
            plan.AddBranches(
                sql,
                static _ => "r.duration_us, r.time_to_first_token_us",
                ofRecords: true,
                grouped: false
            )
        )
            await session.ReadAsync(sql, AddRecord).ConfigureAwait(false);
        return groups.ConvertAll(group => In(group, counts.GetValueOrDefault(group.Key())));

        void AddRecord(DbDataReader reader)
        {
            var key = plan.Keys.Read(reader, out var next);
            if (!counts.TryGetValue(key, out var latency))
                counts.Add(key, latency = new LatencyCounts());
            latency.Add(
                TimeSpan.FromMicroseconds(reader.GetInt64(next)),
                reader.IsDBNull(next + 1) ? null : TimeSpan.FromMicroseconds(reader.GetInt64(next + 1))
            );
        }
    }

    private static UsageGroup In(UsageGroup group, LatencyCounts? counts) =>
        group with
        {
            Duration = counts?.Duration.ToHistogram() ?? UsageHistogram.Empty,
            TimeToFirstToken = counts?.FirstToken.ToHistogram() ?? UsageHistogram.Empty,
        };
}
