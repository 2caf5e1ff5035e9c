using System.Globalization;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The parameters of the list: the records and the page.</summary>
internal sealed record RecordsQuery
{
    public const int MaxSize = 500;

    public const string DefaultPeriod = PeriodChoice.All;

    public static RecordsQuery Default { get; } = new();

    public Selection Selection { get; init; } = Selection.Of(DefaultPeriod);

    public PeriodChoice Period => Selection.Period;

    /// <summary>The filter, without the period.</summary>
    public UsageFilter Filter => Selection.Filter;

    /// <summary>The number of records per page; null for the dashboard's option.</summary>
    public int? Size { get; init; }

    /// <summary>The number of records per page where an address has none.</summary>
    public int? DefaultSize { get; init; }

    public UsageCursor? After { get; init; }

    public UsageCursor? Before { get; init; }

    /// <summary>
    /// <c>true</c> if the sum of the selection is requested where it is not cheap; otherwise, <c>false</c>.
    /// </summary>
    public bool WithSum { get; init; }

    /// <summary>The text of the search; otherwise, the access token of the filter.</summary>
    public string? Searched => Filter.Search ?? Filter.AccessToken;

    public bool IsNarrowed => Selection.IsFiltered || Period != PeriodChoice.Of(DefaultPeriod);

    /// <summary>Gets the list of a figure's records, with their sum above them.</summary>
    public static RecordsQuery Of(Selection selection) =>
        new() { Selection = selection, WithSum = !selection.IsSumCheap };

    public static RecordsQuery Read(QueryReader query)
    {
        var read = new RecordsQuery
        {
            Selection = Selection.Read(query, DefaultPeriod),
            Size = query.Number("size", 1, MaxSize),
            After = query.Cursor("after"),
            Before = query.Cursor("before"),
            WithSum = query.Choice("sum", "1") is not null,
        };
        return read.After is null || read.Before is null
            ? read
            : throw new BadQueryException("before", static text => text.OneCursor);
    }

    public IEnumerable<(string Name, string? Value)> Parameters() =>
        [
            .. Selection.Parameters(DefaultPeriod),
            ("size", Size == DefaultSize ? null : Size?.ToString(CultureInfo.InvariantCulture)),
            ("after", After?.ToString()),
            ("before", Before?.ToString()),
            ("sum", WithSum ? "1" : null),
        ];
}
