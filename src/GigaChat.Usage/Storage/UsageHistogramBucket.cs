namespace GigaChat.Usage;

/// <summary>A bucket of a <see cref="UsageHistogram"/>.</summary>
/// <param name="From">The shortest duration of the bucket.</param>
/// <param name="To">The longest duration of the bucket, in whole microseconds.</param>
/// <param name="Count">The number of durations in it.</param>
public readonly record struct UsageHistogramBucket(TimeSpan From, TimeSpan To, long Count);
