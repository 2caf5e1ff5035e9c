namespace GigaChat.Usage;

/// <summary>Dates of a time zone.</summary>
internal static class ReportDays
{
    public static DateOnly DayOf(DateTimeOffset moment, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    /// <summary>Gets a day's first moment; that of the next one where the zone skipped the day.</summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone) =>
        new(LocalDays.TimeOf(new LocalDays(zone).StartOf(LocalDays.LabelOf(day))));
}
