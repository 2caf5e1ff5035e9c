namespace GigaChat.Usage.Storage;

/// <summary>
/// The buckets of every histogram, in whole microseconds: the same on every machine and for ever, since stored counts
/// refer to them by number.
/// </summary>
/// <remarks>
/// A bucket ends at eleven tenths of its start, rounded down, and is at least a microsecond wide. They are computed
/// with whole numbers, because logarithms differ in their last digit from machine to machine.
/// </remarks>
internal static class HistogramBuckets
{
    private static readonly long[] Starts = Create();

    /// <summary>The number of buckets, which covers every positive <see cref="TimeSpan"/>.</summary>
    public static int Count => Starts.Length;

    /// <summary>Gets the bucket of a duration in microseconds; that of zero for a negative one.</summary>
    public static int IndexOf(long microseconds)
    {
        var index = Array.BinarySearch(Starts, Math.Max(microseconds, 0));
        return index >= 0 ? index : ~index - 1;
    }

    /// <summary>Gets the first duration of a bucket, in microseconds.</summary>
    public static long Start(int index) => Starts[index];

    /// <summary>Gets the last duration of a bucket, in microseconds.</summary>
    public static long Last(int index) => index + 1 < Starts.Length ? Starts[index + 1] - 1 : long.MaxValue / 10;

    /// <summary>
    /// Gets the duration with the same relative distance to both ends of a bucket: the harmonic mean, at most a
    /// twenty-first from either. Rounded to whole microseconds, which keeps it within 5 % for short buckets too.
    /// </summary>
    public static long Middle(int index)
    {
        var (first, last) = (Starts[index], Last(index));
        return first == last ? first : Harmonic(first, last);
    }

    private static long Harmonic(Int128 first, Int128 last) =>
        (long)(((2 * first * last) + ((first + last) / 2)) / (first + last));

    private static long[] Create()
    {
        var starts = new List<long> { 0 };
        for (Int128 start = 1; start <= TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond; )
        {
            starts.Add((long)start);
            start = Int128.Max(start + 1, start * 11 / 10);
        }

        return [.. starts];
    }
}
