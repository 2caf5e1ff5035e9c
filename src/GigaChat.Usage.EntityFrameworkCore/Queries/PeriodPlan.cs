namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// Splits a period into whole days, whole hours and the remaining edges, so that each part is read from the coarsest
/// rollup that is exact for it.
/// </summary>
/// <param name="hasHours"><c>true</c> if there are hourly rollups for the query; otherwise, <c>false</c>.</param>
/// <param name="hasWeeks"><c>true</c> if there are weekly rollups for the query; otherwise, <c>false</c>.</param>
/// <param name="reportDays">The days of daily rollups; null when there are none for the query.</param>
/// <param name="keys">The requested keys of local time.</param>
internal sealed class PeriodPlan(bool hasHours, bool hasWeeks, LocalDays? reportDays, TimeKeys keys)
{
    /// <summary>
    /// The greatest distance between a moment of a day and the day's ends, however its clock is changed.
    /// </summary>
    private const long Around = 2 * UnixMicroseconds.Day;

    /// <summary>Gets the parts of a period, without overlap and without gap.</summary>
    /// <param name="from">Its first moment.</param>
    /// <param name="to">The moment after its last.</param>
    public List<UsageSpan> Spans(long from, long to)
    {
        var spans = new List<UsageSpan>();
        if (from >= to)
            return spans;
        if (reportDays is null || (keys.Days is not null && !keys.Days.Zone.HasSameRules(reportDays.Zone)))
        {
            AddStretches(spans, from, to);
            return spans;
        }

        var (first, next) = (FirstWholeDay(from), DayAfterLastWhole(to));
        if (first.Day >= next.Day)
        {
            AddStretches(spans, from, to);
            return spans;
        }

        AddDays(spans, first.Day, next.Day);
        AddStretches(spans, from, first.Moment, outside: (first.Day, next.Day));
        AddStretches(spans, next.Moment, to, outside: (first.Day, next.Day));
        return spans;
    }

    /// <summary>Adds whole days, those with the same label together.</summary>
    private void AddDays(List<UsageSpan> spans, long first, long next)
    {
        if (!keys.HasCalendar || keys.IsEachDay)
        {
            AddDays(spans, first, next, null);
            return;
        }

        for (var from = first; from < next; )
        {
            var label = keys.LabelOf(from);
            var to = from + UnixMicroseconds.Day;
            while (to < next && keys.LabelOf(to) == label)
                to += UnixMicroseconds.Day;
            AddDays(spans, from, to, label);
            from = to;
        }
    }

    /// <summary>Adds whole weeks, and the days before and after them.</summary>
    private void AddDays(List<UsageSpan> spans, long first, long next, long? label)
    {
        var (monday, nextMonday) =
            hasWeeks && !keys.IsEachDay
                ? (UnixMicroseconds.CeilingWeek(first), UnixMicroseconds.FloorWeek(next))
                : (next, next);
        if (monday >= nextMonday)
            (monday, nextMonday) = (next, next);
        Add(UsageLevel.Day, first, monday);
        Add(UsageLevel.Week, monday, nextMonday);
        Add(UsageLevel.Day, nextMonday, next);

        void Add(UsageLevel level, long from, long to)
        {
            if (from < to)
                spans.Add(new UsageSpan(level, from, to, label));
        }
    }

    /// <summary>
    /// Gets the first day with no moment before a period, and a moment by which all earlier days have ended.
    /// </summary>
    private (long Day, long Moment) FirstWholeDay(long from)
    {
        var before = reportDays!.Stretches(from - Around, from).Select(stretch => stretch.Day).ToHashSet();
        var days = reportDays.Stretches(from, from + 2 * Around).ToList();
        var day = days.Where(stretch => !before.Contains(stretch.Day)).Min(stretch => stretch.Day);
        return (day, days.Where(stretch => stretch.Day < day).Select(stretch => stretch.To).DefaultIfEmpty(from).Max());
    }

    /// <summary>
    /// Gets the day after the last one with no moment after a period, and a moment before which no later day starts.
    /// </summary>
    private (long Day, long Moment) DayAfterLastWhole(long to)
    {
        var after = reportDays!.Stretches(to, to + Around).Select(stretch => stretch.Day).ToHashSet();
        var days = reportDays.Stretches(to - 2 * Around, to).ToList();
        var day =
            days.Where(stretch => !after.Contains(stretch.Day)).Max(stretch => stretch.Day) + UnixMicroseconds.Day;
        return (
            day,
            days.Where(stretch => stretch.Day >= day).Select(stretch => stretch.From).DefaultIfEmpty(to).Min()
        );
    }

    /// <summary>Adds stretches of time, those with the same keys together.</summary>
    private void AddStretches(List<UsageSpan> spans, long from, long to, (long First, long Next)? outside = null)
    {
        var days = keys.Days ?? (outside is null ? null : reportDays);
        if (days is null)
        {
            AddHours(spans, new UsageSpan(UsageLevel.Hour, from, to, null));
            return;
        }

        UsageSpan? open = null;
        foreach (var stretch in days.Stretches(from, to))
        {
            if (stretch.Day >= outside?.First && stretch.Day < outside?.Next)
                continue;
            var span = new UsageSpan(
                UsageLevel.Hour,
                stretch.From,
                stretch.To,
                keys.HasCalendar ? keys.LabelOf(stretch.Day) : null,
                keys.HasLocalHours ? days.OffsetAt(stretch.From) : 0
            );
            if (open is { } before && before.To == span.From && before.Day == span.Day && before.Offset == span.Offset)
            {
                open = before with { To = span.To };
                continue;
            }

            AddHours(spans, open);
            open = span;
        }

        AddHours(spans, open);
    }

    /// <summary>Adds the whole hours of a stretch, and what precedes and follows them.</summary>
    private void AddHours(List<UsageSpan> spans, UsageSpan? stretch)
    {
        if (stretch is not { } span)
            return;
        var (first, next) = (UnixMicroseconds.CeilingHour(span.From), UnixMicroseconds.FloorHour(span.To));

        // An hour of UTC is within one hour of the day only where local time differs by whole hours.
        if (!hasHours || first >= next || span.Offset % UnixMicroseconds.Hour != 0)
        {
            spans.Add(span with { Level = UsageLevel.Records });
            return;
        }

        if (span.From < first)
            spans.Add(span with { Level = UsageLevel.Records, To = first });
        spans.Add(span with { From = first, To = next });
        if (next < span.To)
            spans.Add(span with { Level = UsageLevel.Records, From = next });
    }
}
