using System.Runtime.InteropServices;

namespace GigaChat.Usage.Forecasting;

/// <summary>
/// The effect of days off on the usage of a series: learned from its own days off, and from its weekends if it has
/// none.
/// </summary>
internal sealed class CalendarEffects
{
    /// <summary>The number of days off that the weekends count for.</summary>
    private const double PriorDays = 3;

    /// <summary>
    /// The smallest effect that is used: many applications ignore holidays, or follow those of another country.
    /// </summary>
    private const double LeastEffect = 0.15;

    private const int WorkingHours = 8;

    private readonly DailySeries _series;
    private readonly double _weekendRatio;
    private readonly double _newYear;
    private readonly double _otherDaysOff;
    private readonly double _weekendDaysOff;

    public CalendarEffects(DailySeries series)
    {
        _series = series;
        _weekendRatio = WeekendRatio();
        var weekend = Math.Min(1, _weekendRatio);
        var all = Shrunk(RatiosOf(static day => !IsWeekend(day)), weekend);
        _newYear = Effect(Shrunk(RatiosOf(static day => !IsWeekend(day) && ProductionCalendar.IsNewYear(day)), all));
        _otherDaysOff = Effect(
            Shrunk(RatiosOf(static day => !IsWeekend(day) && !ProductionCalendar.IsNewYear(day)), all)
        );
        _weekendDaysOff = Effect(Shrunk(RatiosOf(IsWeekend), 1));
    }

    /// <summary>Determines whether a day of the series is typical of its weekday.</summary>
    public bool IsOrdinary(int index) =>
        _series.Kinds[index] switch
        {
            CalendarDay.DayOff => OfDayOff(_series.DayOf(index)) == 1,
            CalendarDay.WorkingWeekend => !HasWeekends,
            _ => true,
        };

    /// <summary>Gets the share of a week that a day has according to the calendar.</summary>
    /// <param name="kind">The kind of the day.</param>
    /// <param name="index">The index of the day in the series, or after it.</param>
    /// <param name="week">The normal week.</param>
    /// <param name="ahead">The number of days from the end of the data of the week, from 1.</param>
    public double ShareOf(CalendarDay kind, int index, in NormalWeek week, int ahead)
    {
        var share = week.ShareOf(ahead);
        return kind switch
        {
            CalendarDay.DayOff => share * OfDayOff(_series.DayOf(index)),
            CalendarDay.ShortDay when HasWeekends => share * (1 - ((1 - _weekendRatio) / WorkingHours)),
            CalendarDay.WorkingWeekend when HasWeekends => WorkingDay(_series.DayOf(index), week, ahead),
            _ => share,
        };
    }

    private bool HasWeekends => _weekendRatio < 1 - LeastEffect;

    private double OfDayOff(DateOnly day) =>
        IsWeekend(day) ? _weekendDaysOff
        : ProductionCalendar.IsNewYear(day) ? _newYear
        : _otherDaysOff;

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static double WorkingDay(DateOnly day, in NormalWeek week, int ahead)
    {
        var sum = 0d;
        for (var i = 0; i < NormalWeek.Days; i++)
            sum += IsWeekend(day.AddDays(i)) ? 0 : week.ShareOf(ahead + i);
        return sum / 5;
    }

    private static double Effect(double ratio) => Math.Abs(1 - ratio) < LeastEffect ? 1 : ratio;

    private static double Shrunk(List<double> ratios, double prior) =>
        ((ratios.Count * Middle.Of(CollectionsMarshal.AsSpan(ratios))) + (PriorDays * prior))
        / (ratios.Count + PriorDays);

    /// <summary>
    /// Gets the usage of days off as shares of that of ordinary days of their weekday, each limited to 2.
    /// </summary>
    private List<double> RatiosOf(Func<DateOnly, bool> isOf)
    {
        var ratios = new List<double>();
        for (var i = 0; i < _series.Length; i++)
        {
            if (
                _series.Kinds[i] == CalendarDay.DayOff
                && isOf(_series.DayOf(i))
                && _series.Ordinary(i) is > 0 and { } ordinary
            )
                ratios.Add(Math.Min(2, _series.Values[i] / ordinary));
        }

        return ratios;
    }

    private double WeekendRatio()
    {
        var (weekend, weekends, working, workings) = (0d, 0, 0d, 0);
        for (var i = Math.Max(0, _series.Length - NormalWeek.Memory); i < _series.Length; i++)
        {
            if (_series.Kinds[i] != CalendarDay.Ordinary)
                continue;
            if (IsWeekend(_series.DayOf(i)))
                (weekend, weekends) = (weekend + _series.Values[i], weekends + 1);
            else
                (working, workings) = (working + _series.Values[i], workings + 1);
        }

        return weekends == 0 || workings == 0 || working <= 0 ? 1 : weekend / weekends / (working / workings);
    }
}
