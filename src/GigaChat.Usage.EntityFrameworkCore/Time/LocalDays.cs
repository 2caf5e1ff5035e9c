using System.Numerics;

namespace GigaChat.Usage;

/// <summary>The days of a time zone, as stretches of UTC in microseconds since 1970. Not for use by several threads.</summary>
/// <remarks>A day need not be one stretch: where a clock is set back over midnight, part of the evening follows part of the next morning.</remarks>
internal sealed class LocalDays(TimeZoneInfo zone)
{
    private (long From, long To, DateOnly Day) _last;

    /// <summary>The day that a moment belongs to. Remembers the last stretch: moments that follow one another are cheap.</summary>
    public DateOnly DayOf(long moment)
    {
        if (moment < _last.From || moment >= _last.To)
            _last = StretchFrom(moment);
        return _last.Day;
    }

    /// <summary>The widest buckets, counted from 1970 and at most <paramref name="widest"/>, that no day boundary after <paramref name="first"/> and up to <paramref name="last"/> splits.</summary>
    /// <remarks>An hour in Moscow's case, a quarter or half where offsets have one; whatever the zone, summing by these buckets is exact.</remarks>
    public long BucketWidth(long first, long last, long widest)
    {
        var width = widest;
        for (var boundary = StretchFrom(first).To; boundary <= last && width > 1; boundary = StretchFrom(boundary).To)
        {
            if (boundary % width != 0)
                width = (long)BigInteger.GreatestCommonDivisor(width, boundary);
        }

        return width;
    }

    /// <summary>From a moment to the next midnight or change of the clock, whichever comes first.</summary>
    private (long From, long To, DateOnly Day) StretchFrom(long moment)
    {
        var offset = Offset(moment);
        var midnight = UnixMicroseconds.Floor(moment + offset, UnixMicroseconds.Day);
        var to = midnight + UnixMicroseconds.Day - offset;
        if (Offset(to - 1) != offset)
            to = FirstChange(moment, to - 1, offset);
        return (moment, to, DateOnly.FromDateTime(UnixMicroseconds.ToUtcDateTime(midnight)));
    }

    private long FirstChange(long before, long after, long offset)
    {
        while (after - before > 1)
        {
            var middle = before + ((after - before) / 2);
            if (Offset(middle) == offset)
                before = middle;
            else
                after = middle;
        }

        return after;
    }

    private long Offset(long moment) => zone.GetUtcOffset(UnixMicroseconds.ToUtcDateTime(moment)).Ticks / TimeSpan.TicksPerMicrosecond;
}
