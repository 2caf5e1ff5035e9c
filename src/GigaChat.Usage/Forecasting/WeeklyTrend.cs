namespace GigaChat.Usage.Forecasting;

/// <summary>
/// A trend of weekly totals, if it is proven: most pairs of the last twelve weeks must agree on its direction.
/// </summary>
/// <remarks>
/// The test is Kendall's, the slope is Theil and Sen's. Only half of the slope is used, and at most 30 percent in all:
/// on real series the full extrapolation of a growth has a larger error than none.
/// </remarks>
internal static class WeeklyTrend
{
    private const int Weeks = NormalWeek.Memory / NormalWeek.Days;
    private const int Pairs = Weeks * (Weeks - 1) / 2;
    private const double Agreeing = 0.85;
    private const double Believed = 0.5;
    private const double Most = 0.3;

    /// <summary>Gets the growth a week as a logarithm; 0 if none is proven.</summary>
    /// <param name="days">Consecutive days; the last is the newest.</param>
    public static double Of(ReadOnlySpan<double> days)
    {
        if (days.Length < NormalWeek.Memory)
            return 0;
        Span<double> logs = stackalloc double[Weeks];
        for (var week = 0; week < Weeks; week++)
        {
            var total = NormalWeek.Sum(
                days.Slice(days.Length - NormalWeek.Memory + (week * NormalWeek.Days), NormalWeek.Days)
            );
            if (total <= 0)
                return 0;
            logs[week] = Math.Log(total);
        }

        Span<double> slopes = stackalloc double[Pairs];
        var (count, up, down) = (0, 0, 0);
        for (var i = 0; i < Weeks; i++)
        {
            for (var j = i + 1; j < Weeks; j++)
            {
                var slope = (logs[j] - logs[i]) / (j - i);
                slopes[count++] = slope;
                up += slope > 0 ? 1 : 0;
                down += slope < 0 ? 1 : 0;
            }
        }

        return Math.Max(up, down) < Agreeing * Pairs ? 0 : Believed * Middle.Of(slopes);
    }

    /// <summary>Gets the factor of a trend for a day.</summary>
    /// <param name="trend">The growth a week as a logarithm.</param>
    /// <param name="ahead">The number of the future day, from 1.</param>
    public static double Factor(double trend, int ahead) =>
        trend == 0 ? 1 : Math.Exp(Math.Clamp(trend * (((double)ahead / NormalWeek.Days) + 0.5), -Most, Most));
}
