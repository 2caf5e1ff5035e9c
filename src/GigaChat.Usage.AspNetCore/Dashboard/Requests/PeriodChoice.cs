using System.Globalization;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Days in the report time zone: a preset, or a range with either end open.</summary>
/// <param name="Preset">One of <see cref="Presets"/>; null with dates.</param>
/// <param name="From">The first day; null for none.</param>
/// <param name="To">The last day; null for none.</param>
internal sealed record PeriodChoice(string? Preset, DateOnly? From, DateOnly? To)
{
    public const string Today = "today";
    public const string Week = "7d";
    public const string Month = "30d";
    public const string Quarter = "90d";
    public const string ThisMonth = "month";
    public const string LastMonth = "last-month";
    public const string ThisYear = "year";
    public const string All = "all";

    private const string HourFormat = "yyyy-MM-dd'T'HH'Z'";

    /// <summary>The hour of UTC that is the whole period; null for days.</summary>
    public DateTimeOffset? Hour { get; init; }

    /// <summary>The choice of a form where the dates are the period.</summary>
    public const string Dates = "dates";

    /// <summary>The parameter of a form that contains the choice that the form was drawn with.</summary>
    public const string Shown = "shown";

    /// <summary>The hour as it is written in addresses.</summary>
    public string? HourText => Hour?.ToString(HourFormat, CultureInfo.InvariantCulture);

    /// <summary>The choice of a form that shows this period.</summary>
    public string Shape => Preset ?? Dates;

    public static IReadOnlyList<string> Presets { get; } =
    [Today, Week, Month, Quarter, ThisMonth, LastMonth, ThisYear, All];

    public static PeriodChoice Of(string preset) => new(preset, null, null);

    public static PeriodChoice OfHour(DateTimeOffset hour) => new(null, null, null) { Hour = hour };

    public static PeriodChoice OfDays(DateOnly first, DateOnly last) => new(null, first, last);

    /// <summary>Dates precede a preset, unless a form reports that the preset was chosen while the dates were already
    /// in it.</summary>
    public static PeriodChoice Read(QueryReader query, string preset)
    {
        var (chosen, from, to) = (query.Choice("period", [.. Presets, Dates]), query.Day("from"), query.Day("to"));
        var shown = query.Choice(Shown, [.. Presets, Dates]);
        if (
            chosen is not (null or Dates)
            && shown is not null
            && !string.Equals(chosen, shown, StringComparison.Ordinal)
        )
            return Of(chosen);
        if (from > to)
            throw new BadQueryException("from", static text => text.FromBeforeTo);
        if (chosen is null && from is null && to is null && query.Hour("hour", HourFormat) is { } hour)
            return OfHour(hour);
        return from is null && to is null
            ? Of(chosen is null or Dates ? preset : chosen)
            : new PeriodChoice(null, from, to);
    }

    /// <summary>Gets the first and the last day, given today; null where the end is open.</summary>
    public (DateOnly? First, DateOnly? Last) Days(DateOnly today) =>
        Preset switch
        {
            Today => (today, today),
            Week => (today.AddDays(-6), today),
            Month => (today.AddDays(-29), today),
            Quarter => (today.AddDays(-89), today),
            ThisMonth => (new DateOnly(today.Year, today.Month, 1), today),
            LastMonth => (
                new DateOnly(today.Year, today.Month, 1).AddMonths(-1),
                new DateOnly(today.Year, today.Month, 1).AddDays(-1)
            ),
            ThisYear => (new DateOnly(today.Year, 1, 1), today),
            _ => (From, To),
        };

    /// <summary>Gets the part of these days that is in another period; an end that is open there cuts nothing.</summary>
    public PeriodChoice Among(PeriodChoice whole, DateOnly today)
    {
        if (Hour is not null || this is not { From: { } from, To: { } to })
            return this;
        var (first, last) = whole.Days(today);
        last = whole.Preset is null or LastMonth ? last : null;
        return OfDays(first > from ? first.Value : from, last < to ? last.Value : to);
    }

    /// <summary>
    /// Gets the filter of these days. A preset that ends today has an open end, for records with times of a clock that
    /// is ahead of this one.
    /// </summary>
    public UsageFilter Within(UsageFilter filter, DateOnly today, TimeZoneInfo zone)
    {
        if (Hour is { } hour)
            return filter with { From = hour, To = hour.AddHours(1) };
        var (first, last) = Days(today);
        return filter with
        {
            From = first is { } from ? ReportDays.StartOf(from, zone) : null,
            To = last is { } to && (Preset is null or LastMonth) ? ReportDays.StartOf(to.AddDays(1), zone) : null,
        };
    }

    /// <summary>
    /// Gets the period before this one, to compare with: as many days, the same days of the month or the year before, or
    /// the whole month before a whole month. Where today is in the period, both end at the same time of the day. Null
    /// where an end is open.
    /// </summary>
    public UsageFilter? Before(UsageFilter filter, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (Hour is { } hour)
            return filter with { From = hour.AddHours(-1), To = hour };
        var today = ReportDays.DayOf(now, zone);
        if (Days(today) is not ({ } first, { } last) || DaysBefore(first, last) is not { } before)
            return null;
        var end = ReportDays.StartOf(before.Last.AddDays(1), zone);
        if (last == today)
        {
            var soFar = ReportDays.StartOf(before.Last, zone) + (now - ReportDays.StartOf(today, zone));
            end = soFar < end ? soFar : end;
        }

        return filter with
        {
            From = ReportDays.StartOf(before.First, zone),
            To = end,
        };
    }

    /// <summary>Gets the days of the period before the one of these days.</summary>
    public (DateOnly First, DateOnly Last)? DaysBefore(DateOnly first, DateOnly last)
    {
        if (first.Year <= QueryReader.FirstDay.Year)
            return null;
        if (Preset is ThisYear)
            return (first.AddYears(-1), last.AddYears(-1));
        var isMonth = Preset is ThisMonth or LastMonth || (first.Day == 1 && last.AddDays(1) == first.AddMonths(1));
        if (!isMonth)
            return (first.AddDays(first.DayNumber - last.DayNumber - 1), first.AddDays(-1));
        var start = first.AddMonths(-1);
        var isWhole = last.AddDays(1) == first.AddMonths(1);
        return (start, isWhole ? first.AddDays(-1) : last.AddMonths(-1));
    }

    public IEnumerable<(string Name, string? Value)> Parameters(string preset)
    {
        yield return ("period", string.Equals(Preset, preset, StringComparison.Ordinal) ? null : Preset);
        yield return ("from", Written(From));
        yield return ("to", Written(To));
        yield return ("hour", HourText);
    }

    /// <summary>Formats a day for addresses and date fields: <c>2026-02-15</c>.</summary>
    public static string? Written(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);
}
