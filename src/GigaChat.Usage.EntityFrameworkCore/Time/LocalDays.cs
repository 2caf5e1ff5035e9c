namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The days of a time zone, as intervals of UTC.</summary>
/// <remarks>
/// A day's label is its date written as if it were UTC, in microseconds since 1970. A day need not be one interval:
/// where a clock is set back over midnight, part of the evening follows part of the next morning.
/// </remarks>
internal sealed class LocalDays(TimeZoneInfo zone)
{
    private (long From, long To, long Day) _last = (0, 0, 0);

    public TimeZoneInfo Zone { get; } = zone;

    /// <summary>
    /// Gets the label of the day of a moment. Caches the last interval, so that consecutive moments are cheap. Not safe
    /// for concurrent use.
    /// </summary>
    public long DayOf(long moment)
    {
        if (moment < _last.From || moment >= _last.To)
            _last = StretchFrom(moment);
        return _last.Day;
    }

    /// <summary>Gets the intervals of a period, in order, each clipped to it.</summary>
    public IEnumerable<(long From, long To, long Day)> Stretches(long from, long to)
    {
        for (var at = from; at < to; )
        {
            var stretch = StretchFrom(at);
            yield return (at, Math.Min(stretch.To, to), stretch.Day);
            at = stretch.To;
        }
    }

    /// <summary>Gets the first moment of a moment's day and the moment after its last.</summary>
    public (long From, long To) PeriodOf(long moment)
    {
        var day = DayOf(moment);
        var stretches = Stretches(day - (2 * UnixMicroseconds.Day), day + (3 * UnixMicroseconds.Day))
            .Where(stretch => stretch.Day == day)
            .ToList();
        return (stretches[0].From, stretches[^1].To);
    }

    /// <summary>Gets the interval from a moment to the next midnight or clock change, whichever comes first.</summary>
    private (long From, long To, long Day) StretchFrom(long moment)
    {
        var offset = OffsetAt(moment);
        var local = moment + offset;
        var day = local - UnixMicroseconds.Modulo(local, UnixMicroseconds.Day);
        var to = day + UnixMicroseconds.Day - offset;
        if (OffsetAt(to - 1) != offset)
            to = FirstChange(moment, to - 1, offset);
        return (moment, to, day);
    }

    private long FirstChange(long before, long after, long offset)
    {
        while (after - before > 1)
        {
            var middle = before + (after - before) / 2;
            if (OffsetAt(middle) == offset)
                before = middle;
            else
                after = middle;
        }

        return after;
    }

    /// <summary>Gets the distance of local time from UTC at a moment.</summary>
    public long OffsetAt(long moment) =>
        Zone.GetUtcOffset(UnixMicroseconds.ToUtcDateTime(moment)).Ticks / TimeSpan.TicksPerMicrosecond;
}
