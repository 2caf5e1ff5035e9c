namespace GigaChat.Usage.ClickHouse;

/// <summary>The SQL of the keys that are made of time: days, weeks, months, weekdays and hours.</summary>
/// <remarks>Days are numbers since 1970, a Thursday; the first day of a week or month is the key of it.</remarks>
internal static class TimeKeys
{
    /// <summary>The dimensions with keys that depend on the days of a time zone.</summary>
    public const UsageDimensions OfDays =
        UsageDimensions.Day | UsageDimensions.Week | UsageDimensions.Month | UsageDimensions.Weekday;

    /// <summary>The 400 years after which the calendar repeats, from 1900: the range of ClickHouse's dates.</summary>
    private const int CalendarDays = 146_097;

    private const int DaysTo1970 = 25_567;

    private static readonly (UsageDimensions Dimension, string Name)[] All =
    [
        (UsageDimensions.Hour, "k_hour"),
        (UsageDimensions.Day, "k_day"),
        (UsageDimensions.Week, "k_week"),
        (UsageDimensions.Month, "k_month"),
        (UsageDimensions.Weekday, "k_weekday"),
        (UsageDimensions.LocalHour, "k_local_hour"),
    ];

    /// <summary>Gets the names of the keys, in the order in which equal totals are sorted.</summary>
    public static IEnumerable<string> Names(UsageGrouping grouping) =>
        All.Where(key => grouping.Has(key.Dimension)).Select(key => key.Name);

    /// <summary>Gets the keys, each with its name.</summary>
    /// <param name="grouping">The grouping.</param>
    /// <param name="hour">The SQL of the hour of UTC.</param>
    /// <param name="day">The SQL of the day.</param>
    /// <param name="local">The SQL of the local moment, in microseconds.</param>
    public static IEnumerable<string> Of(UsageGrouping grouping, string hour, string day, string local)
    {
        foreach (var (dimension, name) in All)
        {
            if (!grouping.Has(dimension))
                continue;
            var key = dimension switch
            {
                UsageDimensions.Hour => hour,
                UsageDimensions.Day => day,
                UsageDimensions.Week => $"({day}) - positiveModulo(({day}) + 3, 7)",
                UsageDimensions.Month =>
                    $"({day}) - toDayOfMonth(toDate32(toInt32(positiveModulo(({day}) + {DaysTo1970}, {CalendarDays}) - {DaysTo1970}))) + 1",
                UsageDimensions.Weekday => $"positiveModulo(({day}) + 3, 7)",
                _ => $"intDiv(positiveModulo({local}, {UnixMicroseconds.Day}), {UnixMicroseconds.Hour})",
            };
            yield return $"toInt32({key}) AS {name}";
        }
    }

    public static DateOnly ToDate(int day) =>
        DateOnly.FromDateTime(UnixMicroseconds.ToUtcDateTime(day * UnixMicroseconds.Day));

    /// <summary>Gets the day of the week of its number from Monday.</summary>
    public static DayOfWeek ToWeekday(int number) => (DayOfWeek)((number + 1) % 7);
}
