namespace GigaChat.Usage;

/// <summary>A rollup that is not the sum of its records.</summary>
public sealed class UsageRollupDifference
{
    internal UsageRollupDifference(string rollup, DateTimeOffset bucket, UsageGroup stored, UsageGroup expected)
    {
        Rollup = rollup;
        Bucket = bucket;
        Stored = stored;
        Expected = expected;
    }

    /// <summary>
    /// The rollup: <c>HourSummary</c>, <c>HourDetail</c>, <c>DaySummary</c>, <c>DayDetail</c>, <c>DayUser</c>,
    /// <c>WeekUser</c> or <c>DayToken</c>; <c>HourLatency</c> or <c>DayLatency</c> for histograms; by tag
    /// <c>DayTagValue</c>, <c>DayTagKey</c>, <c>DayTagOthers</c> and the same by week: the keys then have the tag in <see cref="UsageGroup.TagValue"/>, as <c>tenant=acme</c>.
    /// </summary>
    public string Rollup { get; }

    /// <summary>
    /// The hour of the rollup; for days, the date in the report time zone, written as if it were UTC.
    /// </summary>
    public DateTimeOffset Bucket { get; }

    /// <summary>The stored keys and sums; zeros when the rollup is missing.</summary>
    public UsageGroup Stored { get; }

    /// <summary>The keys and sums of the records; zeros when there are none.</summary>
    public UsageGroup Expected { get; }
}
