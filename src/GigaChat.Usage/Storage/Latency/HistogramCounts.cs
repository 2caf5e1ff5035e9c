namespace GigaChat.Usage.Storage;

/// <summary>The counts of a histogram that is being added up, from its first to its last bucket with any.</summary>
internal sealed class HistogramCounts
{
    private const int Margin = 8;

    private long[] _counts = [];
    private int _first;

    /// <summary>The number of durations.</summary>
    public long Total { get; private set; }

    public void Add(TimeSpan duration) =>
        Add(HistogramBuckets.IndexOf(duration.Ticks / TimeSpan.TicksPerMicrosecond), 1);

    public void Add(int bucket, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bucket);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bucket, HistogramBuckets.Count);
        if (bucket < _first || bucket >= _first + _counts.Length)
            Include(bucket);
        _counts[bucket - _first] += count;
        Total += count;
    }

    /// <summary>Enumerates the buckets with any duration, in order.</summary>
    public IEnumerable<(int Bucket, long Count)> NonEmpty()
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] != 0)
                yield return (_first + i, _counts[i]);
        }
    }

    public UsageHistogram ToHistogram()
    {
        var from = Array.FindIndex(_counts, static count => count != 0);
        if (from < 0)
            return UsageHistogram.Empty;
        var to = Array.FindLastIndex(_counts, static count => count != 0);
        return new UsageHistogram(_first + from, _counts[from..(to + 1)]);
    }

    private void Include(int bucket)
    {
        var (from, to) =
            _counts.Length == 0
                ? (bucket, bucket + 1)
                : (Math.Min(_first, bucket), Math.Max(_first + _counts.Length, bucket + 1));
        from = Math.Max(0, from - Margin);
        to = Math.Min(HistogramBuckets.Count, to + Margin);
        var counts = new long[to - from];
        _counts.CopyTo(counts.AsSpan(_counts.Length == 0 ? 0 : _first - from));
        (_counts, _first) = (counts, from);
    }
}
