using System.Globalization;

namespace GigaChat.Usage.Forecasting;

/// <summary>
/// The Russian production calendar: public holidays, transferred days off, short days, worked weekends.
/// </summary>
/// <remarks>
/// Holidays are those of article 112 of the Labour Code. Transfers are data of a year, from the decrees of the
/// Government of the Russian Federation: 2024: 10 August 2023, No. 1314; 2025: 4 October 2024, No. 1335; 2026: 24
/// September 2025, No. 1466; 2027: as xmlcalendar.ru published it on 2 September 2026. Short days are those before a
/// holiday (article 95). Other years have the holidays of article 112 and no transfers.
/// </remarks>
internal static class ProductionCalendar
{
    /// <summary>The first and the last year with known transfers.</summary>
    public const int FirstYear = 2024,
        LastYear = 2027;

    private const int NewYearHolidays = 8;

    private static readonly HashSet<(int Month, int Day)> Fixed = [(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)];

    private static readonly Dictionary<DateOnly, CalendarDay> Known = Days(
        daysOff:
        [
            "2024-04-29",
            "2024-04-30",
            "2024-05-10",
            "2024-12-30",
            "2024-12-31",
            "2025-05-02",
            "2025-05-08",
            "2025-06-13",
            "2025-11-03",
            "2025-12-31",
            "2026-01-09",
            "2026-03-09",
            "2026-05-11",
            "2026-12-31",
            "2027-02-22",
            "2027-05-03",
            "2027-05-10",
            "2027-06-14",
            "2027-11-05",
            "2027-12-31",
        ],
        shortDays:
        [
            "2024-02-22",
            "2024-03-07",
            "2024-05-08",
            "2024-06-11",
            "2025-03-07",
            "2025-04-30",
            "2025-06-11",
            "2026-04-30",
            "2026-05-08",
            "2026-06-11",
            "2026-11-03",
            "2027-04-30",
            "2027-06-11",
            "2027-11-03",
        ],
        workingWeekends: ["2024-04-27", "2024-11-02", "2024-12-28", "2025-11-01", "2027-02-20"]
    );

    /// <summary>Gets the kind of a day.</summary>
    /// <param name="day">The day.</param>
    public static CalendarDay KindOf(DateOnly day)
    {
        if (IsHoliday(day))
            return CalendarDay.DayOff;
        return Known.GetValueOrDefault(day);
    }

    /// <summary>Determines whether a day belongs to the holidays around New Year, when usage is lowest.</summary>
    /// <param name="day">The day.</param>
    public static bool IsNewYear(DateOnly day) => day is { Month: 1, Day: <= 11 } or { Month: 12, Day: >= 29 };

    private static bool IsHoliday(DateOnly day) =>
        day is { Month: 1, Day: <= NewYearHolidays } || Fixed.Contains((day.Month, day.Day));

    private static Dictionary<DateOnly, CalendarDay> Days(
        string[] daysOff,
        string[] shortDays,
        string[] workingWeekends
    )
    {
        var days = new Dictionary<DateOnly, CalendarDay>();
        Add(daysOff, CalendarDay.DayOff);
        Add(shortDays, CalendarDay.ShortDay);
        Add(workingWeekends, CalendarDay.WorkingWeekend);
        return days;

        void Add(string[] dates, CalendarDay kind)
        {
            foreach (var date in dates)
                days.Add(DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture), kind);
        }
    }
}
