namespace GigaChat.Usage;

/// <summary>A rollup that is not the sum of its records.</summary>
/// <param name="Rollup">Which rollup: <c>HourSummary</c>, <c>HourDetail</c>, <c>DaySummary</c>, <c>DayDetail</c>,
/// <c>DayUser</c> or <c>DayToken</c>.</param>
/// <param name="Bucket">Its hour; for days, the date in the report's time zone, written as if it were UTC.</param>
/// <param name="Stored">Its keys and sums as stored; zeros when it is missing.</param>
/// <param name="Expected">The same from the records; zeros when there are none.</param>
public sealed record UsageRollupDifference(
    string Rollup,
    DateTimeOffset Bucket,
    UsageGroup Stored,
    UsageGroup Expected
);
