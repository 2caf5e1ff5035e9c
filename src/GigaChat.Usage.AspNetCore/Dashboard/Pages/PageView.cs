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

    /// <summary>The records of the page.</summary>
    public Selection Selection { get; init; } = OverviewQuery.Default.Selection;

    /// <summary>The time between the figures and the page, which shares figures that others have requested.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>The number of seconds after which the page loads again; null for never.</summary>
    public int? Refresh { get; init; }

    /// <summary>The sections of the page that are loaded, by their ids.</summary>
    public IReadOnlyDictionary<string, SectionData> Loaded { get; init; } =
        new Dictionary<string, SectionData>(StringComparer.Ordinal);

    /// <summary>This page in another language: a relative address with the current parameters.</summary>
    public required Func<string, string> InLanguage { get; init; }

    /// <summary>This page, loaded again after this number of seconds; never with null.</summary>
    public required Func<int?, string> Refreshing { get; init; }

    public DateOnly Today => DayOf(Now);

    public DateOnly DayOf(DateTimeOffset moment) => ReportDays.DayOf(moment, TimeZone);

    public DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, TimeZone);

    /// <summary>Gets the list of the page's records with a key; null where no filter selects them.</summary>
    public string? RecordsOf(Dimension by, string? key) =>
        by.Narrow(Selection, key, Today) is { } own ? Links.Records(RecordsQuery.Of(own)) : null;

    /// <summary>Gets the list of the keys after the first ones, which have the most tokens.</summary>
    public string OthersOf(Dimension by, int shown) =>
        Links.Groups(
            new GroupsQuery
            {
                Selection = Selection,
                By = by,
                Beyond = shown,
            }
        );

    /// <summary>Gets the page of a key over the page's records; null where no filter selects it.</summary>
    public string? PageOf(Dimension by, string? key) =>
        by.Narrow(Selection, key, Today) is { } own ? Links.Overview(Query with { Selection = own }) : null;
}
