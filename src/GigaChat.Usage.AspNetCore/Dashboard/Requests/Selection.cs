namespace GigaChat.Usage.AspNetCore;

/// <summary>The records of a page: a period and a filter, under the same parameters in every address.</summary>
/// <param name="Period">The period.</param>
/// <param name="Filter">The filter, without the period.</param>
internal sealed record Selection(PeriodChoice Period, UsageFilter Filter)
{
    /// <summary>The dimensions of the sums that stores keep, which records may have no value in.</summary>
    private const UsageDimensions OfRollups =
        UsageDimensions.Model | UsageDimensions.Platform | UsageDimensions.AccessTokenType;

    public bool IsFiltered => Filter != UsageFilter.All;

    /// <summary>
    /// <c>true</c> if stores keep the sum with its price; <c>false</c> for a search, a generation, a user or a token,
    /// which are summed from single records.
    /// </summary>
    public bool IsSumCheap => Period.Hour is null && IsOfRollups(Filter);

    /// <summary>Gets <c>true</c> if stores keep the sums of a filter without a period; otherwise, <c>false</c>.</summary>
    public static bool IsOfRollups(UsageFilter filter) =>
        (
            filter with
            {
                Operation = null,
                Model = null,
                Platform = null,
                AccessTokenType = null,
                Source = null,
                Outcome = null,
                Without = filter.Without & ~OfRollups,
            }
        ) == UsageFilter.All;

    public static Selection Of(string preset) => new(PeriodChoice.Of(preset), UsageFilter.All);

    public static Selection Read(QueryReader query, string preset) =>
        new(
            PeriodChoice.Read(query, preset),
            FilterFields.All.Aggregate(UsageFilter.All, (filter, field) => field.Read(query, filter))
        );

    /// <summary>Gets the same records, as far as they have a value.</summary>
    public Selection With(FilterField field, string? value) => this with { Filter = field.Set(Filter, value) };

    /// <summary>Gets the same records, as far as they have no value in a dimension.</summary>
    public Selection Without(UsageDimensions dimension) =>
        this with
        {
            Filter = Filter with { Without = Filter.Without | dimension },
        };

    public UsageFilter Within(DateOnly today, TimeZoneInfo zone) => Period.Within(Filter, today, zone);

    public IEnumerable<(string Name, string? Value)> Parameters(string preset) =>
        [.. Period.Parameters(preset), .. FilterFields.All.Select(field => (field.Name, field.Get(Filter)))];
}
