using System.Globalization;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The parameters of the list: the filter and the page.</summary>
internal sealed record RecordsQuery
{
    public const int MaxSize = 500;

    private const string DefaultPeriod = PeriodChoice.All;

    public static RecordsQuery Default { get; } = new();

    public PeriodChoice Period { get; init; } = PeriodChoice.Of(DefaultPeriod);

    /// <summary>The filter, without the period.</summary>
    public UsageFilter Filter { get; init; } = UsageFilter.All;

    /// <summary>The number of records per page; null for the dashboard's option.</summary>
    public int? Size { get; init; }

    public UsageCursor? After { get; init; }

    public UsageCursor? Before { get; init; }

    /// <summary>
    /// <c>true</c> if the sum of the selection is requested where it is not cheap; otherwise, <c>false</c>.
    /// </summary>
    public bool WithSum { get; init; }

    /// <summary>
    /// <c>true</c> if stores keep the sum with its price; <c>false</c> for a search, a generation, a user or a token,
    /// which are summed from single records.
    /// </summary>
    public bool IsSumCheap => Filter is { Search: null, GenerationId: null, UserId: null, AccessToken: null };

    /// <summary>The text of the search; otherwise, the access token of the filter.</summary>
    public string? Searched => Filter.Search ?? Filter.AccessToken;

    public bool IsNarrowed => Filter != UsageFilter.All || Period != PeriodChoice.Of(DefaultPeriod);

    public static RecordsQuery Read(QueryReader query)
    {
        var operation = query.Text("operation", UsageRecordLimits.Name);
        if (operation is not null && string.IsNullOrWhiteSpace(operation))
            throw new BadQueryException("operation", static text => text.NotBlank);
        var read = new RecordsQuery
        {
            Period = PeriodChoice.Read(query, DefaultPeriod),
            Filter = new UsageFilter
            {
                Search = query.Text("q", UsageRecordLimits.LongText),
                Operation = operation is null ? (UsageOperation?)null : new UsageOperation(operation),
                Model = query.Text("model", UsageRecordLimits.Model),
                Platform = query.Text("platform", UsageRecordLimits.Name),
                Source = query.Choice<UsageSource>("source"),
                Outcome = query.Choice<UsageOutcome>("outcome"),
                UserId = query.Text("user", UsageRecordLimits.Id),
                AccessToken = query.Text("token", UsageRecordLimits.Id),
                AccessTokenType = query.Text("token-type", UsageRecordLimits.Name),
                GenerationId = query.Text("generation", UsageRecordLimits.Id),
            },
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
            ("q", Filter.Search),
            ("operation", Filter.Operation?.Value),
            .. Period.Parameters(DefaultPeriod),
            ("platform", Filter.Platform),
            ("model", Filter.Model),
            ("source", Filter.Source?.ToString()),
            ("outcome", Filter.Outcome?.ToString()),
            ("user", Filter.UserId),
            ("token", Filter.AccessToken),
            ("token-type", Filter.AccessTokenType),
            ("generation", Filter.GenerationId),
            ("size", Size?.ToString(CultureInfo.InvariantCulture)),
            ("after", After?.ToString()),
            ("before", Before?.ToString()),
            ("sum", WithSum ? "1" : null),
        ];
}
