using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// The queries of one page, run at one time. Sums are priced: split at the changes of the price book, so that every
/// token has the price of its day. Not safe for concurrent use.
/// </summary>
internal sealed class UsageQuestions(
    IUsageReader reader,
    IUsageRecorder recorder,
    GigaChatTokenUsage usage,
    MoneyServices money,
    DateTimeOffset now,
    Selection selection
)
{
    private const int MostLatest = 10;

    private IReadOnlyList<PricedGroup>? _ofPeriod;
    private IReadOnlyList<PricedGroup>? _details;
    private UsageOutlook? _outlook;
    private IReadOnlyList<UsageRecord>? _latest;

    public DateTimeOffset Now => now;

    public DateOnly Today { get; } = ReportDays.DayOf(now, usage.TimeZone);

    public TimeZoneInfo TimeZone => usage.TimeZone;

    public PriceBook Prices => usage.Prices;

    public Selection Selection => selection;

    public PeriodChoice Period => selection.Period;

    /// <summary>The dimension of the stacks of the chart.</summary>
    public Dimension By { get; init; } = Dimension.Operation;

    /// <summary>The step of the chart; null for the finest that can be read.</summary>
    public CalendarStep? Step { get; init; }

    /// <summary>The sums that the sections of a page share; null for an export, which reads its own.</summary>
    public SharedSums? Shared { get; init; }

    public UsageFilter PeriodFilter => selection.Within(Today, TimeZone);

    /// <summary>The same records of the period before; null where an end of the period is open.</summary>
    public UsageFilter? FilterBefore => selection.Period.Before(selection.Filter, now, TimeZone);

    public MoneyServices Money => money;

    public UsageRecorderCounters Counters => recorder.Counters;

    /// <summary>
    /// Gets the period by day and operation, with all dimensions that prices and estimates depend on: one query that
    /// several sections share.
    /// </summary>
    public async Task<IReadOnlyList<PricedGroup>> OfPeriodAsync(CancellationToken cancellationToken) =>
        _ofPeriod ??= await PricedAsync(
                PeriodFilter,
                UsageDimensions.Day | UsageDimensions.Operation,
                cancellationToken
            )
            .ConfigureAwait(false);

    /// <summary>Gets <c>true</c> if <see cref="OfPeriodAsync"/> has a dimension; otherwise, <c>false</c>.</summary>
    public static bool IsInPeriod(Dimension by) =>
        (by.By & ~(UsageDimensions.Day | UsageDimensions.Operation | PricedGroup.Dimensions)) == 0;

    /// <summary>Gets the period by platform and type of access token, also shared.</summary>
    public async Task<IReadOnlyList<PricedGroup>> DetailsAsync(CancellationToken cancellationToken) =>
        _details ??= await PricedAsync(
                PeriodFilter,
                UsageDimensions.Platform | UsageDimensions.AccessTokenType,
                cancellationToken
            )
            .ConfigureAwait(false);

    public async Task<IReadOnlyList<PricedGroup>> PricedAsync(
        UsageFilter filter,
        UsageDimensions by,
        CancellationToken cancellationToken,
        string? tagKey = null
    )
    {
        if (
            Shared is not null
            && tagKey is null
            && await Shared.FindAsync(filter, by, cancellationToken).ConfigureAwait(false) is { } found
        )
            return found;
        return await usage.PriceAsync(filter, by, cancellationToken, tagKey).ConfigureAwait(false);
    }

    /// <summary>Gets the period by hour, without prices.</summary>
    public async Task<IReadOnlyList<UsageGroup>> HoursAsync(CancellationToken cancellationToken)
    {
        if (
            Shared is not null
            && await Shared.HoursAsync(PeriodFilter, cancellationToken).ConfigureAwait(false) is { } found
        )
            return found;
        return await AggregateAsync(PeriodFilter, UsageDimensions.Hour, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets the keys of the tags of the period.</summary>
    public async Task<IReadOnlyList<string>> TagKeysAsync(CancellationToken cancellationToken)
    {
        // Other readers would list thousands of records for it.
        if (reader is not IUsageTagReader)
            return [];
        var period = PeriodFilter;
        var keys = await usage.GetTagKeysAsync(period.From, period.To, cancellationToken).ConfigureAwait(false);
        return [.. keys.Select(static tag => tag.Key)];
    }

    /// <summary>Gets the newest records of the filter, of all time.</summary>
    public async Task<IReadOnlyList<UsageRecord>> LatestAsync(CancellationToken cancellationToken) =>
        _latest ??= (
            await ListAsync(selection.Filter, new UsagePage { Size = MostLatest }, cancellationToken)
                .ConfigureAwait(false)
        ).Items;

    /// <summary>Gets what made the difference between the period and another.</summary>
    public Task<UsageChanges> ChangesAsync(
        UsageFilter before,
        UsageDimensions by,
        IReadOnlyCollection<string> tagKeys,
        CancellationToken cancellationToken
    ) => usage.GetChangesAsync(PeriodFilter, before, by, tagKeys, cancellationToken);

    /// <summary>Gets the forecast to the end of the current month.</summary>
    public async Task<UsageOutlook> MonthOutlookAsync(CancellationToken cancellationToken) =>
        _outlook ??= await new OutlookQuery(usage, now).AskMonthAsync(cancellationToken).ConfigureAwait(false);

    public Task<IReadOnlyList<UsageGroup>> AggregateAsync(
        UsageFilter filter,
        UsageDimensions by,
        CancellationToken cancellationToken,
        int? top = null
    ) => usage.AggregateAsync(filter, by, cancellationToken, top);

    /// <summary>Gets sums with the distribution of durations, which is read from single records.</summary>
    public Task<IReadOnlyList<UsageGroup>> LatencyAsync(UsageDimensions by, CancellationToken cancellationToken) =>
        reader.AggregateAsync(
            PeriodFilter,
            new UsageGrouping(by) { TimeZone = TimeZone, WithLatency = true },
            cancellationToken
        );

    public Task<UsagePageResult> ListAsync(UsageFilter filter, UsagePage page, CancellationToken cancellationToken) =>
        reader.ListAsync(filter, page, cancellationToken);

    public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        reader.FindAsync(id, cancellationToken);
}
