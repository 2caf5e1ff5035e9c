namespace GigaChat.Usage.Storage;

/// <summary>Compares the totals of two stores, by days and by each other dimension.</summary>
internal static class UsageComparison
{
    private static readonly UsageDimensions[] Dimensions =
    [
        UsageDimensions.None,
        UsageDimensions.Day,
        UsageDimensions.Operation,
        UsageDimensions.Model,
        UsageDimensions.User,
        UsageDimensions.AccessToken,
        UsageDimensions.AccessTokenType,
        UsageDimensions.Platform,
        UsageDimensions.Source,
        UsageDimensions.Outcome,
        UsageDimensions.Batch,
    ];

    public static async Task<IReadOnlyList<UsageTransferDifference>> ReadAsync(
        IUsageReader source,
        IUsageReader target,
        UsageFilter filter,
        TimeZoneInfo zone,
        CancellationToken cancellationToken
    )
    {
        var differences = new List<UsageTransferDifference>();
        foreach (var dimension in Dimensions)
        {
            var grouping = new UsageGrouping(dimension) { TimeZone = zone };
            var left = await source.AggregateAsync(filter, grouping, cancellationToken).ConfigureAwait(false);
            var right = (
                await target.AggregateAsync(filter, grouping, cancellationToken).ConfigureAwait(false)
            ).ToDictionary(group => group.Key());
            foreach (var group in left)
            {
                right.Remove(group.Key(), out var other);
                if (group != other)
                    differences.Add(new UsageTransferDifference(dimension, group, other));
            }

            differences.AddRange(right.Values.Select(group => new UsageTransferDifference(dimension, null, group)));
        }

        return differences;
    }
}
