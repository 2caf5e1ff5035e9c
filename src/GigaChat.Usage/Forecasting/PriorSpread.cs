namespace GigaChat.Usage.Forecasting;

/// <summary>
/// The bands of a series with errors that are not known yet: its noise times factors found over series of many kinds.
/// </summary>
/// <remarks>
/// The factors contain 80 and 95 percent of the errors of the same method on 18 public daily series of page views,
/// downloads, rides, births and passengers. The errors are far from normal: the 95 percent band is not 1.5 but 2.7
/// times as wide as the 80 percent band.
/// </remarks>
internal static class PriorSpread
{
    private static readonly Spread WeekMultiples = new(-1.3, 1.7, -3.6, 4.6);
    private static readonly Spread DayMultiples = new(-2.6, 2.6, -6.5, 6.5);
    private const double GrowthOfDayByWeek = 0.1,
        GrowthOfSumByDoubling = 0.05;
    private const double MostGrowth = 2;

    public static Spread OfDay(in NoiseLevel noise, int week) => DayMultiples.Times(noise.OfDays * DayGrowth(week));

    /// <summary>
    /// Gets the spread of a sum: that of a day for one day, that of a week for seven, interpolated between them.
    /// </summary>
    public static Spread OfSum(in NoiseLevel noise, int days)
    {
        var ofWeeks = WeekMultiples.Times(noise.OfWeeks * SumGrowth(days));
        return days >= NormalWeek.Days
            ? ofWeeks
            : DayMultiples.Times(noise.OfDays).Toward(ofWeeks, Math.Log2(days) / Math.Log2(NormalWeek.Days));
    }

    /// <summary>Gets the ratio of the band of a day in a future week to that in the first week, which is 0.</summary>
    public static double DayGrowth(int week) => Math.Min(MostGrowth, 1 + (GrowthOfDayByWeek * week));

    /// <summary>Gets the ratio of the band of a sum to that of a week.</summary>
    public static double SumGrowth(int days) =>
        Math.Min(MostGrowth, 1 + (GrowthOfSumByDoubling * Math.Max(0, Math.Log2((double)days / NormalWeek.Days))));
}
