using System.Globalization;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage;

/// <summary>
/// The distribution of durations: exact counts in fixed buckets, so that the sum of two histograms is the histogram of
/// both sets. Immutable.
/// </summary>
/// <remarks>Two histograms with the same counts are equal.</remarks>
public sealed class UsageHistogram : IEquatable<UsageHistogram>
{
    /// <summary>The maximum relative error of a percentile: 0.05.</summary>
    public const double RelativeError = 0.05;

    private readonly int _first;
    private readonly long[] _counts;

    /// <param name="first">The number of the first bucket with a count.</param>
    /// <param name="counts">The counts from there to the last bucket with one.</param>
    internal UsageHistogram(int first, long[] counts)
    {
        (_first, _counts) = (first, counts);
        foreach (var count in counts)
            Count = checked(Count + count);
    }

    /// <summary>The histogram of no duration.</summary>
    public static UsageHistogram Empty { get; } = new(0, []);

    /// <summary>The number of durations.</summary>
    public long Count { get; }

    /// <summary>The median, within <see cref="RelativeError"/>; null when the histogram is empty.</summary>
    public TimeSpan? P50 => Percentile(0.5);

    /// <summary>The 95th percentile, within <see cref="RelativeError"/>; null when the histogram is empty.</summary>
    public TimeSpan? P95 => Percentile(0.95);

    /// <summary>The 99th percentile, within <see cref="RelativeError"/>; null when the histogram is empty.</summary>
    public TimeSpan? P99 => Percentile(0.99);

    /// <summary>The buckets with at least one duration, the shortest durations first.</summary>
    public IEnumerable<UsageHistogramBucket> Buckets
    {
        get
        {
            for (var i = 0; i < _counts.Length; i++)
            {
                if (_counts[i] > 0)
                    yield return new UsageHistogramBucket(
                        TimeSpan.FromMicroseconds(HistogramBuckets.Start(_first + i)),
                        TimeSpan.FromMicroseconds(HistogramBuckets.Last(_first + i)),
                        _counts[i]
                    );
            }
        }
    }

    /// <summary>Creates the histogram of some durations; negative ones count as zero.</summary>
    /// <param name="durations">The durations.</param>
    public static UsageHistogram Of(IEnumerable<TimeSpan> durations)
    {
        ArgumentNullException.ThrowIfNull(durations);
        var counts = new HistogramCounts();
        foreach (var duration in durations)
            counts.Add(duration);
        return counts.ToHistogram();
    }

    /// <summary>Adds histograms.</summary>
    /// <param name="histograms">The histograms.</param>
    public static UsageHistogram Sum(IEnumerable<UsageHistogram> histograms)
    {
        ArgumentNullException.ThrowIfNull(histograms);
        var counts = new HistogramCounts();
        foreach (var histogram in histograms)
            histogram.AddTo(counts);
        return counts.ToHistogram();
    }

    /// <summary>
    /// Gets a percentile by the nearest rank: the duration that a share of all durations does not exceed, with an error
    /// of at most <see cref="RelativeError"/>.
    /// </summary>
    /// <param name="share">The share, 0 to 1: 0.95 for the 95th percentile.</param>
    /// <returns>The duration; null when the histogram is empty.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is not from 0 to 1.</exception>
    public TimeSpan? Percentile(double share)
    {
        if (!(share is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(share),
                share,
                string.Create(CultureInfo.InvariantCulture, $"A share must be from 0 to 1, not {share}.")
            );
        if (Count == 0)
            return null;

        // In decimal: 0.07 of 100 is 7 and not a little more.
        var rank = Math.Max(1, (long)Math.Ceiling((decimal)share * Count));
        var seen = 0L;
        var bucket = 0;
        while ((seen += _counts[bucket]) < rank)
            bucket++;
        return TimeSpan.FromMicroseconds(HistogramBuckets.Middle(_first + bucket));
    }

    /// <inheritdoc />
    public bool Equals(UsageHistogram? other) =>
        other is not null && _first == other._first && _counts.AsSpan().SequenceEqual(other._counts);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as UsageHistogram);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(_first, _counts.Length, Count);

    /// <summary>Returns the number of durations and their median.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Count} durations, median {Percentile(0.5)}");

    internal void AddTo(HistogramCounts counts)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
                counts.Add(_first + i, _counts[i]);
        }
    }
}
