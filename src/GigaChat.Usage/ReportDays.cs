namespace GigaChat.Usage;

/// <summary>Days of a time zone.</summary>
internal static class ReportDays
{
    public static DateOnly DayOf(DateTimeOffset moment, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    /// <summary>Gets a day's first moment; that of the next one where the zone skipped the day.</summary>
    /// <remarks>
    /// It is searched for, because time zone data contains midnights that were skipped, that occurred twice, or that
    /// were in a skipped day.
    /// </remarks>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        var (before, start) = (midnight.AddDays(-1), midnight.AddDays(1));
        while (start - before > TimeSpan.FromTicks(1))
        {
            var middle = before + ((start - before) / 2);
            if (DayOf(middle, zone) < day)
                before = middle;
            else
                start = middle;
        }

        return start;
    }
}
