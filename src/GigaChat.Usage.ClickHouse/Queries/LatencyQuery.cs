using GigaChat.Usage.Storage;

namespace GigaChat.Usage.ClickHouse;

/// <summary>Adds up the histograms of each group, as maps from the start of a bucket to its count.</summary>
internal static class LatencyQuery
{
    private static readonly string Starts =
        $"[{string.Join(", ", Enumerable.Range(0, HistogramBuckets.Count).Select(HistogramBuckets.Start))}]";

    /// <summary>Gets the histograms of records. A duration of zero is one that was not measured.</summary>
    public static string OfRecords =>
        $"sumMapIf(map(toInt64(roundDown(toUInt64(duration), {Starts})), toInt64(1)), duration > 0) AS durations, "
        + $"sumMapIf(map(toInt64(roundDown(toUInt64(time_to_first_token), {Starts})), toInt64(1)), time_to_first_token >= 0) AS first_tokens";

    /// <summary>Sets <see cref="UsageGroup.Duration"/> and <see cref="UsageGroup.TimeToFirstToken"/> of groups.</summary>
    public static async Task<List<UsageGroup>> AddAsync(
        List<UsageGroup> groups,
        ClickHouseDatabase database,
        SealState state,
        TimeSpan grace,
        UsageFilter filter,
        UsageGrouping grouping,
        CancellationToken cancellationToken
    )
    {
        var plan = new GroupPlan(database.Tables, state, filter, grouping with { Top = null }, grace, byHours: true);
        var found = new Dictionary<UsageGroup, (UsageHistogram Duration, UsageHistogram FirstToken)>();
        if (!plan.IsEmpty)
        {
            var parts = plan.Parts(
                "sumMap(durations) AS s_durations, sumMap(first_tokens) AS s_first_tokens",
                OfRecords
                    .Replace("AS durations", "AS s_durations", StringComparison.Ordinal)
                    .Replace("AS first_tokens", "AS s_first_tokens", StringComparison.Ordinal)
            );
            var rows = await database
                .ReadAsync(
                    $"SELECT {plan.KeysAnd}mapKeys(sumMap(s_durations) AS d), mapValues(d), mapKeys(sumMap(s_first_tokens) AS f), mapValues(f) FROM ({parts}){plan.By}",
                    reader =>
                        (
                            Key: GroupColumns.ReadKey(reader, grouping, out var next),
                            Duration: Histogram(reader.GetValue(next), reader.GetValue(next + 1)),
                            FirstToken: Histogram(reader.GetValue(next + 2), reader.GetValue(next + 3))
                        ),
                    cancellationToken
                )
                .ConfigureAwait(false);
            foreach (var row in rows)
                found[row.Key] = (row.Duration, row.FirstToken);
        }

        return groups.ConvertAll(group =>
            found.TryGetValue(group.Key(), out var pair)
                ? group with
                {
                    Duration = pair.Duration,
                    TimeToFirstToken = pair.FirstToken,
                }
                : group with
                {
                    Duration = UsageHistogram.Empty,
                    TimeToFirstToken = UsageHistogram.Empty,
                }
        );
    }

    private static UsageHistogram Histogram(object starts, object counts)
    {
        var (keys, values) = ((long[])starts, (long[])counts);
        var sum = new HistogramCounts();
        for (var i = 0; i < keys.Length; i++)
            sum.Add(HistogramBuckets.IndexOf(keys[i]), values[i]);
        return sum.ToHistogram();
    }
}
