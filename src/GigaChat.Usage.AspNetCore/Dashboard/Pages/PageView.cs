namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// The context that every component draws with: the viewer's language and choices, and the current page.
/// </summary>
/// <param name="Text">The texts.</param>
/// <param name="Links">The addresses.</param>
/// <param name="TimeZone">The report time zone.</param>
/// <param name="Now">The time of the figures.</param>
/// <param name="Prices">The prices.</param>
internal sealed record PageView(
    PageText Text,
    PageLinks Links,
    TimeZoneInfo TimeZone,
    DateTimeOffset Now,
    PriceBook Prices
)
{
    public Formats Format => Text.Format;

    /// <summary>The choices of the overview.</summary>
    public OverviewQuery Query { get; init; } = OverviewQuery.Default;

    /// <summary>This page in another language: a relative address with the current parameters.</summary>
    public required Func<string, string> InLanguage { get; init; }

    public DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, TimeZone);

    /// <summary>Gets the address of the list with one more filter, over the overview's period.</summary>
    public string RecordsWith(UsageFilter filter) =>
        Links.Records(new RecordsQuery { Filter = filter, Period = Query.Period });
}
