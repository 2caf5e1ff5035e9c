using System.Globalization;
using GigaChat.Usage.Forecasting;

namespace GigaChat.Usage.Tests.Forecasting;

internal sealed class ProductionCalendarTests
{
    // Working days of a year as the production calendar counts them: 248, 247, 247 and 247.
    [TestCase(2024, 248)]
    [TestCase(2025, 247)]
    [TestCase(2026, 247)]
    [TestCase(2027, 247)]
    public void Calendar_of_a_year_has_the_official_number_of_working_days(int year, int expected)
    {
        Days(year).Count(IsWorked).Should().Be(expected);
    }

    [TestCase("2024-04-27", CalendarDay.WorkingWeekend)]
    [TestCase("2024-04-30", CalendarDay.DayOff)]
    [TestCase("2024-05-08", CalendarDay.ShortDay)]
    [TestCase("2025-05-02", CalendarDay.DayOff)]
    [TestCase("2025-11-01", CalendarDay.WorkingWeekend)]
    [TestCase("2026-01-09", CalendarDay.DayOff)]
    [TestCase("2026-01-12", CalendarDay.Ordinary)]
    [TestCase("2026-03-09", CalendarDay.DayOff)]
    [TestCase("2026-11-03", CalendarDay.ShortDay)]
    [TestCase("2027-02-20", CalendarDay.WorkingWeekend)]
    [TestCase("2027-02-22", CalendarDay.DayOff)]
    [TestCase("2027-12-31", CalendarDay.DayOff)]
    [TestCase("2026-07-15", CalendarDay.Ordinary)]
    public void Calendar_knows_transferred_short_and_worked_days(string day, CalendarDay expected) =>
        ProductionCalendar.KindOf(DateOnly.Parse(day, CultureInfo.InvariantCulture)).Should().Be(expected);

    [TestCase(1999)]
    [TestCase(2023)]
    [TestCase(2028)]
    [TestCase(9999)]
    public void Calendar_of_another_year_has_the_fixed_holidays_alone(int year) =>
        Days(year)
            .Where(static day => ProductionCalendar.KindOf(day) != CalendarDay.Ordinary)
            .Select(static day => (day.Month, day.Day))
            .Should()
            .Equal(
                (1, 1),
                (1, 2),
                (1, 3),
                (1, 4),
                (1, 5),
                (1, 6),
                (1, 7),
                (1, 8),
                (2, 23),
                (3, 8),
                (5, 1),
                (5, 9),
                (6, 12),
                (11, 4)
            );

    private static bool IsWorked(DateOnly day) =>
        ProductionCalendar.KindOf(day) switch
        {
            CalendarDay.DayOff => false,
            CalendarDay.WorkingWeekend or CalendarDay.ShortDay => true,
            _ => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday),
        };

    private static IEnumerable<DateOnly> Days(int year) =>
        Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(day => new DateOnly(year, 1, 1).AddDays(day));
}
