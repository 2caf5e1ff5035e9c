namespace GigaChat.Usage.Forecasting;

/// <summary>
/// The changes of a series from week to week, and of its days from the normal week: the initial width of bands before
/// errors are known.
/// </summary>
/// <param name="OfWeeks">The deviation of the logarithm of a week from that of the previous week.</param>
/// <param name="OfDays">The deviation of the logarithm of a day from the share of its weekday in the week.</param>
internal readonly record struct NoiseLevel(double OfWeeks, double OfDays)
{
    private const int Weeks = 13;
    private const int WeeksOfDays = 8;

    /// <summary>The assumed noise of a series of few weeks, and the number of weeks that it counts for.</summary>
    private const double Usual = 0.25,
        UsualWeeks = 4;
    private const int FewWeeks = 6;

    /// <summary>The addition to the observed noise: stable series have breaks too.</summary>
    private const double UnseenOfWeeks = 0.06,
        UnseenOfDays = 0.07;
    private const double Most = 1,
        MostOfDays = 1.5;
    private const double Unit = 0.05;

    /// <summary>
    /// The ratio of the standard deviation to the median of absolute errors, for normally distributed errors.
    /// </summary>
    private const double OfMedian = 1.4826;

    /// <summary>Gets the noise of consecutive days.</summary>
    /// <param name="days">The days; the last is the newest.</param>
    /// <param name="week">The normal week after them.</param>
    public static NoiseLevel Of(ReadOnlySpan<double> days, in NormalWeek week) =>
        new(Hypot(OfWeekTotals(days), UnseenOfWeeks), Hypot(OfDaysInWeeks(days, week), UnseenOfDays));

    private static double OfWeekTotals(ReadOnlySpan<double> days)
    {
        Span<double> totals = stackalloc double[Math.Min(Weeks, days.Length / NormalWeek.Days)];
        for (var i = 0; i < totals.Length; i++)
            totals[i] = NormalWeek.Sum(days.Slice(days.Length - ((i + 1) * NormalWeek.Days), NormalWeek.Days));
        var unit = Unit * NormalWeek.Sum(totals) / totals.Length;
        if (totals.Length < 2 || unit <= 0)
            return Usual;
        Span<double> changes = stackalloc double[totals.Length - 1];
        for (var i = 0; i < changes.Length; i++)
            changes[i] = Math.Abs(Math.Log((totals[i] + unit) / (totals[i + 1] + unit)));
        var count = changes.Length;
        var seen = Math.Min(Most, OfMedian * Middle.Of(changes));
        return count + 1 >= FewWeeks
            ? seen
            : Math.Sqrt(((count * seen * seen) + (UsualWeeks * Usual * Usual)) / (count + UsualWeeks));
    }

    private static double OfDaysInWeeks(ReadOnlySpan<double> days, in NormalWeek week)
    {
        Span<double> errors = stackalloc double[WeeksOfDays * NormalWeek.Days];
        var known = days[^Math.Min(days.Length / NormalWeek.Days * NormalWeek.Days, errors.Length)..];
        var unit = Unit * NormalWeek.Sum(known) / Math.Max(1, known.Length);
        if (unit <= 0)
            return Usual;
        for (var i = 0; i < known.Length; i += NormalWeek.Days)
        {
            var total = NormalWeek.Sum(known.Slice(i, NormalWeek.Days));
            for (var day = 0; day < NormalWeek.Days; day++)
                errors[i + day] = Math.Abs(
                    Math.Log((known[i + day] + unit) / ((total * week.ShareOf(day + 1)) + unit))
                );
        }

        return Math.Min(MostOfDays, OfMedian * Middle.Of(errors[..known.Length]));
    }

    private static double Hypot(double a, double b) => Math.Sqrt((a * a) + (b * b));
}
