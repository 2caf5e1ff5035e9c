namespace GigaChat.Usage.Forecasting;

/// <summary>
/// Values of consecutive whole days, with gaps in the records filled and days off distinguished from ordinary ones.
/// </summary>
internal sealed class DailySeries
{
    /// <summary>
    /// The maximum number of consecutive empty days, not explained by their weekday, that are treated as a gap in the
    /// records.
    /// </summary>
    private const int LongestGap = 10;

    private const double UsuallyUsed = 0.7;
    private const int NearWeeks = 4;

    private readonly bool[] _isMissing;

    public DailySeries(DateOnly first, IEnumerable<double> values)
    {
        First = first;
        Values = [.. values];
        Kinds = [.. Enumerable.Range(0, Values.Length).Select(i => ProductionCalendar.KindOf(first.AddDays(i)))];
        _isMissing = new bool[Values.Length];
        MarkGaps();
        var open = Array.FindLastIndex(Values, static value => value > 0) + 1;
        var openPart = Math.Clamp((double)(NormalWeek.Restart - (Length - open)) / NormalWeek.Days, 0, 1);
        for (var i = 0; i < Values.Length; i++)
        {
            if (_isMissing[i])
                Values[i] = (Ordinary(i) ?? 0) * (i < open ? 1 : openPart);
        }

        Effects = new CalendarEffects(this);
        Normal = [.. Values.Select((value, i) => Effects.IsOrdinary(i) ? value : Ordinary(i) ?? value)];
    }

    public DateOnly First { get; }

    public int Length => Values.Length;

    /// <summary>The original values, with gaps filled.</summary>
    public double[] Values { get; }

    /// <summary>The values without the effect of days off.</summary>
    public double[] Normal { get; }

    /// <summary>The kinds of the days of the series.</summary>
    public CalendarDay[] Kinds { get; }

    public CalendarEffects Effects { get; }

    public DateOnly DayOf(int index) => First.AddDays(index);

    /// <summary>Gets the kind of a day of the series or after it.</summary>
    public CalendarDay KindOf(int index) => index < Length ? Kinds[index] : ProductionCalendar.KindOf(DayOf(index));

    public bool IsMissing(int index) => _isMissing[index];

    /// <summary>
    /// Gets the value of an ordinary day of the weekday around this day: the median of the nearest weeks; <c>null</c>
    /// if there is none.
    /// </summary>
    public double? Ordinary(int index)
    {
        Span<double> near = stackalloc double[2 * NearWeeks];
        var count = 0;
        for (var week = -NearWeeks; week <= NearWeeks; week++)
        {
            var other = index + (week * NormalWeek.Days);
            if (
                week != 0
                && other >= 0
                && other < Length
                && !_isMissing[other]
                && Kinds[other] is CalendarDay.Ordinary or CalendarDay.ShortDay
            )
                near[count++] = Values[other];
        }

        return count == 0 ? null : Middle.Of(near[..count]);
    }

    /// <summary>
    /// Marks gaps. Zeros on weekdays that are hardly ever zero are treated as missing: the tracking or the application
    /// was off. Zeros for longer than the longest gap are real, and so are those of days off. Zeros up to now gradually
    /// become real in their second week: a forecast that falls to zero from one day to the next is not useful.
    /// </summary>
    private void MarkGaps()
    {
        Span<int> used = stackalloc int[NormalWeek.Days];
        Span<int> seen = stackalloc int[NormalWeek.Days];
        for (var i = 0; i < Length; i++)
        {
            seen[i % NormalWeek.Days]++;
            used[i % NormalWeek.Days] += Values[i] > 0 ? 1 : 0;
        }

        for (var start = 0; start < Length; start++)
        {
            var length = 0;
            while (start + length < Length && Values[start + length] == 0)
                length++;
            var isGap = length > 0 && length <= (start + length < Length ? LongestGap : NormalWeek.Restart);
            for (var i = start; isGap && i < start + length; i++)
            {
                var weekday = i % NormalWeek.Days;
                _isMissing[i] =
                    Kinds[i] != CalendarDay.DayOff
                    && seen[weekday] >= 3
                    && used[weekday] >= UsuallyUsed * seen[weekday];
            }

            start += Math.Max(0, length - 1);
        }
    }
}
