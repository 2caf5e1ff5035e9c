using System.Data.Common;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Adds up the histograms of each group: whole days and hours from their rows, the edges from records.</summary>
internal sealed class LatencyQuery(UsageSession session, UsageFilter filter, UsageGrouping grouping, UsagePlan plan)
{
    private const UsageDimensions InRows = UsageDimensions.Source | UsageDimensions.Outcome | UsageDimensions.Batch;

    private readonly Dictionary<UsageGroup, LatencyCounts> _counts = [];

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
        var family = stored.State.HasLatency ? RollupFamily.ForLatency(filter, grouping) : null;
        var plan = new UsagePlan(session, filter, grouping, family, stored) { Search = search };
        var query = new LatencyQuery(session, filter, grouping, plan);
        await query.AddRecordsAsync().ConfigureAwait(false);
        if (family is not null)
            await query.AddRowsAsync(family).ConfigureAwait(false);
        return groups.ConvertAll(query.In);
    }

    private UsageGroup In(UsageGroup group)
    {
        var counts = _counts.GetValueOrDefault(group.Key());
        return group with
        {
            Duration = counts?.Duration.ToHistogram() ?? UsageHistogram.Empty,
            TimeToFirstToken = counts?.FirstToken.ToHistogram() ?? UsageHistogram.Empty,
        };
    }

    private Task AddRecordsAsync()
    {
        var sql = session.Sql();
        return plan.AddBranches(
            sql,
            static _ => $"r.duration_us, r.time_to_first_token_us",
            ofRecords: true,
            grouped: false
        )
            ? session.ReadAsync(sql, Add)
            : Task.CompletedTask;

        void Add(DbDataReader reader)
        {
            var counts = CountsOf(plan.Keys.Read(reader, out var next));
            counts.Add(
                TimeSpan.FromMicroseconds(reader.GetInt64(next)),
                reader.IsDBNull(next + 1) ? null : TimeSpan.FromMicroseconds(reader.GetInt64(next + 1))
            );
        }
    }

    private async Task AddRowsAsync(RollupFamily family)
    {
        var keys = new GroupKeys(grouping with { By = grouping.By & ~InRows }, session.Dialect);
        var columns = filter with { Source = null, Outcome = null };
        foreach (var level in plan.Spans.Where(span => span.Level != UsageLevel.Records).GroupBy(span => span.Level))
        {
            var sql = session.Sql();
            sql.Add($"SELECT {keys.Inner(level.Key)}r.histograms FROM {sql.Dialect.SpansJoin(sql, [.. level])}");
            sql.Add($" {session.Tables.Latency} r WHERE r.bucket >= s.lo AND r.bucket < s.hi");
            sql.Add($" AND r.kind = {(short)family.At(level.Key)}");
            FilterSql.AddConditions(sql, columns, $"r", ofRecords: false);
            await session.ReadAsync(sql, Add).ConfigureAwait(false);
        }

        void Add(DbDataReader reader)
        {
            var key = keys.Read(reader, out var next);
            var all = grouping.Has(InRows) ? null : CountsOf(key);
            LatencyBytes.Decode(reader.GetFieldValue<byte[]>(next), section =>
            {
                if ((filter.Source ?? section.Source) != section.Source)
                    return null;
                if ((filter.Outcome ?? section.Outcome) != section.Outcome)
                    return null;
                var counts = all ?? CountsOf(KeyOf(key, section));
                return section.IsFirstToken ? counts.FirstToken : counts.Duration;
            });
        }
    }

    private UsageGroup KeyOf(UsageGroup key, LatencySection section) =>
        key with
        {
            Source = grouping.Has(UsageDimensions.Source) ? section.Source : null,
            Outcome = grouping.Has(UsageDimensions.Outcome) ? section.Outcome : null,
            IsBatch = grouping.Has(UsageDimensions.Batch) ? section.IsBatch : null,
        };

    private LatencyCounts CountsOf(UsageGroup key)
    {
        if (!_counts.TryGetValue(key, out var counts))
            _counts.Add(key, counts = new LatencyCounts());
        return counts;
    }
}
