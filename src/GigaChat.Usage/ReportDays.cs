namespace GigaChat.Usage;

/// <summary>Dates of a time zone.</summary>
internal static class ReportDays
{
    public static DateOnly DayOf(DateTimeOffset moment, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    /// <summary>Gets the days of a period, with open ends; null if it has a part of a day.</summary>
    public static (DateOnly? First, DateOnly? Last)? DaysOf(DateTimeOffset? from, DateTimeOffset? to, TimeZoneInfo zone)
    {
        var (first, next) = (Day(from), Day(to));
        return IsStart(from, first) && IsStart(to, next) ? (first, next?.AddDays(-1)) : null;

        DateOnly? Day(DateTimeOffset? moment) => moment is { } known ? DayOf(known, zone) : null;

        bool IsStart(DateTimeOffset? moment, DateOnly? day) => moment is null || StartOf(day!.Value, zone) == moment;
    }

    /// <summary>Gets a day's first moment; that of the next one where the zone skipped the day.</summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone) =>
        new(LocalDays.TimeOf(new LocalDays(zone).StartOf(LocalDays.LabelOf(day))));
}
