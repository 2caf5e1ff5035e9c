namespace GigaChat.Usage.AspNetCore;

/// <summary>Periods in words.</summary>
internal static class PeriodNames
{
    public static string Of(PeriodChoice period, PageView view)
    {
        if (period.Preset is { } preset)
            return view.Text.Preset(preset);
        return period.Hour is { } hour ? view.Format.Hour(view.Local(hour)) : OfDays(period.From, period.To, view);
    }

    /// <summary>Gets the days of a period; null where both ends are open.</summary>
    public static string? Days(PeriodChoice period, PageView view)
    {
        if (period.Hour is { } hour)
            return view.Format.Hour(view.Local(hour));
        var (first, last) = period.Days(view.Today);
        return first is null && last is null ? null : OfDays(first, last, view);
    }

    public static string OfDays(DateOnly? first, DateOnly? last, PageView view)
    {
        var (from, to) = (
            first is { } start ? view.Format.Day(start) : "…",
            last is { } end ? view.Format.Day(end) : "…"
        );
        if (first == last)
            return from;
        return first?.Year == last?.Year && first is { } sameYear
            ? $"{view.Format.ShortDay(sameYear)} – {to}"
            : $"{from} – {to}";
    }
}
