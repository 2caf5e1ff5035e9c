namespace GigaChat.Usage.Storage;

/// <summary>The weeks and months that days belong to.</summary>
internal static class Calendar
{
    /// <summary>Gets the Monday at or before a day; the first day of the calendar is a Monday.</summary>
    public static DateOnly MondayOf(DateOnly day) => DateOnly.FromDayNumber(day.DayNumber - (day.DayNumber % 7));

    /// <summary>Gets the first day of a day's month.</summary>
    public static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);
}
