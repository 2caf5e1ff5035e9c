namespace GigaChat.Usage.Forecasting;

/// <summary>A trend of weekly totals, where it is proven: most pairs of the last twelve weeks must agree on its
/// direction.</summary>
/// <remarks>
/// The test is Kendall's, the slope is Theil and Sen's. Only a half of it is believed, and never more than 30 percent
/// in all: on real series a growth that
/// is carried on in full errs more than none.
/// </remarks>
internal static class WeeklyTrend
{
    private const int Weeks = NormalWeek.Memory / NormalWeek.Days;
    private const int Pairs = Weeks * (Weeks - 1) / 2;
    private const double Agreeing = 0.85;
    private const double Believed = 0.5;
    private const double Most = 0.3;

    /// <summary>Gets the growth of a week as a logarithm; 0 when none is proven.</summary>
    /// <param name="days">Days in a row; the last is the newest.</param>
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

    /// <summary>Gets what a trend makes of a day.</summary>
    /// <param name="trend">The growth of a week as a logarithm.</param>
    /// <param name="ahead">The number of days ahead, from 1.</param>
    public static double Factor(double trend, int ahead) =>
        trend == 0 ? 1 : Math.Exp(Math.Clamp(trend * (((double)ahead / NormalWeek.Days) + 0.5), -Most, Most));
}
