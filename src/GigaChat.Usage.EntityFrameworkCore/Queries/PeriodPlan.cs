namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// Splits a period into whole days, whole hours and the remaining edges, so that each part is read from the coarsest
/// rollup that is exact for it.
/// </summary>
/// <param name="hasHours"><c>true</c> if there are hourly rollups for the query; otherwise, <c>false</c>.</param>
/// <param name="hasWeeks"><c>true</c> if there are weekly rollups for the query; otherwise, <c>false</c>.</param>
/// <param name="reportDays">The days of daily rollups; null when there are none for the query.</param>
/// <param name="groupDays">The requested days; null when days are not requested.</param>
internal sealed class PeriodPlan(bool hasHours, bool hasWeeks, LocalDays? reportDays, LocalDays? groupDays)
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
        if (reportDays is null || (groupDays is not null && !groupDays.Zone.HasSameRules(reportDays.Zone)))
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

    /// <summary>Adds whole weeks, and the days before and after them.</summary>
    private void AddDays(List<UsageSpan> spans, long first, long next)
    {
        var (monday, nextMonday) =
            hasWeeks && groupDays is null
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
                spans.Add(new UsageSpan(level, from, to, null));
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

    private void AddStretches(List<UsageSpan> spans, long from, long to, (long First, long Next)? outside = null)
    {
        var days = groupDays ?? (outside is null ? null : reportDays);
        if (days is null)
        {
            AddHours(spans, from, to, null);
            return;
        }

        foreach (var stretch in days.Stretches(from, to))
        {
            if (outside is null || stretch.Day < outside.Value.First || stretch.Day >= outside.Value.Next)
                AddHours(spans, stretch.From, stretch.To, groupDays is null ? null : stretch.Day);
        }
    }

    private void AddHours(List<UsageSpan> spans, long from, long to, long? day)
    {
        var (first, next) = (UnixMicroseconds.CeilingHour(from), UnixMicroseconds.FloorHour(to));
        if (!hasHours || first >= next)
        {
            spans.Add(new UsageSpan(UsageLevel.Records, from, to, day));
            return;
        }

        if (from < first)
            spans.Add(new UsageSpan(UsageLevel.Records, from, first, day));
        spans.Add(new UsageSpan(UsageLevel.Hour, first, next, day));
        if (next < to)
            spans.Add(new UsageSpan(UsageLevel.Records, next, to, day));
    }
}
