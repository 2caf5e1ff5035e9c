namespace GigaChat.Usage;

/// <summary>The days of a time zone, as intervals of UTC; times are whole microseconds since 1970.</summary>
/// <remarks>
/// A day's label is its date written as if it were UTC. A day need not be one interval: where a clock is set back over
/// midnight, part of the evening follows part of the next morning. Time zone data also contains midnights that were
/// skipped or that occurred twice, and days that were skipped, so that changes of the clock are searched for.
/// </remarks>
internal sealed class LocalDays(TimeZoneInfo zone)
{
    private const long Day = TimeSpan.MicrosecondsPerDay;

    /// <summary>More than any offset, and than the time between midnight and a change of the clock.</summary>
    private const long Around = 2 * Day;

    private (long From, long To, long Day) _last = (0, 0, 0);

    public TimeZoneInfo Zone { get; } = zone;

    /// <summary>Gets the label of a date.</summary>
    public static long LabelOf(DateOnly day) =>
        (day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * Day;

    /// <summary>Gets the time of a moment, or the nearest that <see cref="DateTime"/> can contain.</summary>
    public static DateTime TimeOf(long moment)
    {
        var ticks = ((Int128)moment * TimeSpan.TicksPerMicrosecond) + DateTime.UnixEpoch.Ticks;
        return new((long)Int128.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
    }

    /// <summary>
    /// Gets the label of the day of a moment. Caches the last interval, so that consecutive moments are cheap. Not safe
    /// for concurrent use, unlike the other members.
    /// </summary>
    public long DayOf(long moment)
    {
        if (moment < _last.From || moment >= _last.To)
            _last = StretchFrom(moment);
        return _last.Day;
    }

    /// <summary>Gets the first moment of a day; that of the next day where the zone skipped the day.</summary>
    public long StartOf(long day)
    {
        foreach (var (from, to, offset) in Offsets(day - Around, day + Around))
        {
            var start = Math.Max(from, day - offset);
            if (start < to)
                return start;
        }

        return day;
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
    public (long From, long To) PeriodOf(long moment) => PeriodOfDay(DayOf(moment));

    /// <summary>Gets the first moment of a day that has one, and the moment after its last.</summary>
    public (long From, long To) PeriodOfDay(long day)
    {
        var stretches = Stretches(day - Around, day + Day + Around).Where(stretch => stretch.Day == day).ToList();
        return (stretches[0].From, stretches[^1].To);
    }

    /// <summary>Gets the parts of a period that have one offset from UTC each, in order.</summary>
    public IEnumerable<(long From, long To, long Offset)> Offsets(long from, long to)
    {
        var (start, offset) = (from, OffsetAt(from));
        for (var at = from; at < to; )
        {
            var next = Math.Min(at + Day, to);
            if (OffsetAt(next < to ? next : to - 1) != offset)
            {
                next = FirstChange(at, Math.Min(next, to - 1), offset);
                yield return (start, next, offset);
                (start, offset) = (next, OffsetAt(next));
            }

            at = next;
        }

        if (start < to)
            yield return (start, to, offset);
    }

    /// <summary>Gets the distance of local time from UTC at a moment.</summary>
    public long OffsetAt(long moment) => Zone.GetUtcOffset(TimeOf(moment)).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Gets the interval from a moment to the next midnight or clock change, whichever comes first.</summary>
    private (long From, long To, long Day) StretchFrom(long moment)
    {
        var offset = OffsetAt(moment);
        var local = moment + offset;
        var day = local - (((local % Day) + Day) % Day);
        var to = day + Day - offset;
        if (OffsetAt(to - 1) != offset)
            to = FirstChange(moment, to - 1, offset);
        return (moment, to, day);
    }

    private long FirstChange(long before, long after, long offset)
    {
        while (after - before > 1)
        {
            var middle = before + ((after - before) / 2);
            if (OffsetAt(middle) == offset)
                before = middle;
            else
                after = middle;
        }

        return after;
    }
}
