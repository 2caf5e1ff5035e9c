namespace GigaChat.Usage.AspNetCore;

/// <summary>The arithmetic of <see cref="CalendarStep"/>.</summary>
internal static class CalendarSteps
{
    private const int MostDays = 95;
    private const int MostWeeksInDays = 53 * 7;
    private const int MostMonthsInDays = 96 * 31;

    /// <summary>Gets the finest step with a readable number of parts.</summary>
    public static CalendarStep For(DateOnly first, DateOnly last) =>
        (last.DayNumber - first.DayNumber) switch
        {
            < MostDays => CalendarStep.Day,
            < MostWeeksInDays => CalendarStep.Week,
            < MostMonthsInDays => CalendarStep.Month,
            _ => CalendarStep.Year,
        };

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
}
