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

    /// <summary>The choice of a form where the dates are the period.</summary>
    public const string Dates = "dates";

    /// <summary>The parameter of a form that contains the choice that the form was drawn with.</summary>
    public const string Shown = "shown";

    public static IReadOnlyList<string> Presets { get; } =
    [Today, Week, Month, Quarter, ThisMonth, LastMonth, ThisYear, All];

    public static PeriodChoice Of(string preset) => new(preset, null, null);

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

    /// <summary>
    /// Gets the filter of these days. A preset that ends today has an open end, for records with times of a clock that
    /// is ahead of this one.
    /// </summary>
    public UsageFilter Within(UsageFilter filter, DateOnly today, TimeZoneInfo zone)
    {
        var (first, last) = Days(today);
        return filter with
        {
            From = first is { } from ? ReportDays.StartOf(from, zone) : null,
            To = last is { } to && (Preset is null or LastMonth) ? ReportDays.StartOf(to.AddDays(1), zone) : null,
        };
    }

    public IEnumerable<(string Name, string? Value)> Parameters(string preset)
    {
        yield return ("period", string.Equals(Preset, preset, StringComparison.Ordinal) ? null : Preset);
        yield return ("from", Written(From));
        yield return ("to", Written(To));
    }

    /// <summary>Formats a day for addresses and date fields: <c>2026-02-15</c>.</summary>
    public static string? Written(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);
}
