namespace GigaChat.Usage.AspNetCore;

/// <summary>The arithmetic of <see cref="CalendarStep"/>.</summary>
internal static class CalendarSteps
{
    private const int MostDays = 95;
    private const int MostWeeksInDays = 53 * 7;
    private const int MostMonthsInDays = 96 * 31;

    /// <summary>The most columns of a chart: a finer step that is requested for a longer period is not used.</summary>
    private const int MostColumns = 400;

    public static IReadOnlyList<string> Names { get; } = ["hour", "day", "week", "month", "year"];

    public static string Name(this CalendarStep step) => Names[(int)step];

    public static CalendarStep? Parse(string? name) =>
        name is null ? null : (CalendarStep)Enumerable.Range(0, Names.Count).First(i => Names[i] == name);

    /// <summary>Gets the finest step with a readable number of parts, or the requested one if it is possible.</summary>
    public static CalendarStep For(DateOnly first, DateOnly last, CalendarStep? wanted = null)
    {
        var days = last.DayNumber - first.DayNumber;
        if (wanted is { } step && days * PerDay(step) < MostColumns)
            return step;
        return days switch
        {
            0 => CalendarStep.Hour,
            < MostDays => CalendarStep.Day,
            < MostWeeksInDays => CalendarStep.Week,
            < MostMonthsInDays => CalendarStep.Month,
            _ => CalendarStep.Year,
        };
    }

    public static DateOnly StartOf(this CalendarStep step, DateOnly day) =>
        step switch
        {
            CalendarStep.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            CalendarStep.Month => new DateOnly(day.Year, day.Month, 1),
            CalendarStep.Year => new DateOnly(day.Year, 1, 1),
            _ => day,
        };

    public static DateOnly Next(this CalendarStep step, DateOnly start) =>
        step switch
        {
            CalendarStep.Week => start.AddDays(7),
            CalendarStep.Month => start.AddMonths(1),
            CalendarStep.Year => start.AddYears(1),
            _ => start.AddDays(1),
        };

    private static double PerDay(CalendarStep step) =>
        step switch
        {
            CalendarStep.Hour => 24,
            CalendarStep.Day => 1,
            CalendarStep.Week => 1.0 / 7,
            CalendarStep.Month => 1.0 / 30,
            _ => 1.0 / 365,
        };
}
