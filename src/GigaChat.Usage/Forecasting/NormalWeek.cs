namespace GigaChat.Usage.Forecasting;

/// <summary>
/// The expected week after a day: its total, the share of each of its days, and a trend if it is proven.
/// </summary>
/// <remarks>
/// The total is the geometric mean of three simple ones: the last 7 days, the weekday medians of four weeks and of
/// eight. One follows a change at once, the others ignore an unusual week; together their error on real series was
/// smaller than that of each alone or of exponential smoothing with fitted weights
/// (benchmarks/results/2026-11-29-forecast.md). There is nothing to fit, so a short history cannot be overfitted.
/// </remarks>
internal readonly struct NormalWeek
{
    public const int Days = 7;

    /// <summary>
    /// The number of days that limit an expected value to their range, and on which a trend must be proven.
    /// </summary>
    public const int Memory = 12 * Days;

    private const int ShortWeeks = 4;
    private const int LongWeeks = 8;

    /// <summary>
    /// The number of consecutive empty days after which usage restarts, and the earlier history is ignored.
    /// </summary>
    public const int Restart = 14;

    /// <summary>
    /// The minimum weight of one of the three: the geometric mean with a zero would be zero after a week without usage.
    /// </summary>
    private const double Floor = 0.05;

    /// <summary>
    /// The maximum ratio of the last week to the median of weeks: the spike of one day is no new level.
    /// </summary>
    private const double MostRise = 8;

    private readonly double[] _shares;
    private readonly double _trend;

    private NormalWeek(double total, double[] shares, double trend, double unit)
    {
        Total = total;
        Unit = unit;
        _shares = shares;
        _trend = trend;
    }

    /// <summary>The total of the week.</summary>
    public double Total { get; }

    /// <summary>
    /// The small part of a mean day that is added before errors are measured: without it an error on an empty day would
    /// be infinite.
    /// </summary>
    public double Unit { get; }

    /// <summary><c>true</c> if a trend is proven; otherwise, <c>false</c>.</summary>
    public bool HasTrend => _trend != 0;

    /// <summary>Gets the week that follows given days.</summary>
    /// <param name="days">At least 7 consecutive days, without gaps; the last is the newest.</param>
    /// <param name="largest">The largest total of 7 days in the whole history.</param>
    public static NormalWeek After(ReadOnlySpan<double> days, double largest)
    {
        var since = days.Length - StartOfUse(days);
        var weeks = Math.Clamp(since / Days, 1, LongWeeks);
        var total = Math.Clamp(TotalOf(days, weeks), LowestWeek(days, out var highest), highest);
        var recent = days[^Math.Min(days.Length, Memory)..];
        var mean = Math.Max(Math.Max(total / Days, 0.2 * Sum(recent) / recent.Length), 0.01 * largest / Days);
        return new NormalWeek(total, SharesOf(days, weeks), WeeklyTrend.Of(days), Floor * mean);
    }

    /// <summary>Gets the share of the week that a day has; 1 is the day after the last.</summary>
    public double ShareOf(int ahead) => _shares[(ahead - 1) % Days];

    /// <summary>Gets the expected value of a day without the calendar; 1 is the day after the last.</summary>
    public double Expected(int ahead, double share) => Total * share * WeeklyTrend.Factor(_trend, ahead);

    /// <summary>
    /// Gets the index of the first day after the last long run of empty days; a run up to the last day does not count.
    /// </summary>
    private static int StartOfUse(ReadOnlySpan<double> days)
    {
        var (empty, used) = (0, false);
        for (var i = days.Length - 1; i >= 0; i--)
        {
            used |= days[i] > 0;
            empty = days[i] > 0 ? 0 : empty + 1;
            if (used && empty == Restart)
                return i + Restart;
        }

        return 0;
    }

    private static double TotalOf(ReadOnlySpan<double> days, int weeks)
    {
        var (four, eight) = (MedianWeek(days, Math.Min(weeks, ShortWeeks)), MedianWeek(days, weeks));
        var last = Sum(days[^Days..]);
        if (Math.Max(four, eight) > 0)
            last = Math.Min(last, MostRise * Math.Max(four, eight));
        var least = Floor * Math.Max(last, Math.Max(four, eight));
        return least <= 0 ? 0 : Math.Cbrt(Math.Max(last, least) * Math.Max(four, least) * Math.Max(eight, least));
    }

    private static double MedianWeek(ReadOnlySpan<double> days, int weeks)
    {
        Span<double> same = stackalloc double[LongWeeks];
        var total = 0d;
        for (var day = 1; day <= Days; day++)
        {
            for (var week = 0; week < weeks; week++)
                same[week] = days[^(day + (week * Days))];
            total += Middle.Of(same[..weeks]);
        }

        return total;
    }

    private static double LowestWeek(ReadOnlySpan<double> days, out double highest)
    {
        var first = Math.Max(0, days.Length - Memory);
        var week = Sum(days.Slice(first, Math.Min(Days, days.Length - first)));
        var lowest = highest = week;
        for (var end = first + Days; end < days.Length; end++)
        {
            week = Math.Max(0, week + days[end] - days[end - Days]);
            (lowest, highest) = (Math.Min(lowest, week), Math.Max(highest, week));
        }

        return lowest;
    }

    private static double[] SharesOf(ReadOnlySpan<double> days, int weeks)
    {
        var shares = new double[Days];
        Span<double> known = stackalloc double[LongWeeks];
        Span<double> totals = stackalloc double[LongWeeks];
        for (var week = 0; week < weeks; week++)
            totals[week] = Sum(days.Slice(days.Length - ((week + 1) * Days), Days));
        if (weeks > 1)
        {
            // A day without a share in the median still has its mean: usage on varying days has no median.
            if (Fill(static values => Middle.Of(values), known, days, totals) || Fill(Mean, known, days, totals))
                return shares;
        }

        Array.Fill(shares, 1d / Days);
        return shares;

        bool Fill(
            Func<Span<double>, double> middle,
            Span<double> part,
            ReadOnlySpan<double> all,
            ReadOnlySpan<double> sums
        )
        {
            var sum = 0d;
            for (var day = 0; day < Days; day++)
            {
                var count = 0;
                for (var week = 0; week < weeks; week++)
                {
                    if (sums[week] > 0)
                        part[count++] = all[all.Length - ((week + 1) * Days) + day] / sums[week];
                }

                shares[day] = middle(part[..count]);
                sum += shares[day];
            }

            for (var day = 0; sum > 0 && day < Days; day++)
                shares[day] /= sum;
            return sum > 0;
        }
    }

    private static double Mean(Span<double> values) => values.Length == 0 ? 0 : Sum(values) / values.Length;

    public static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0d;
        foreach (var value in values)
            sum += value;
        return sum;
    }
}
