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
    PeriodChoice period
)
{
    private IReadOnlyList<PricedGroup>? _ofPeriod;
    private IReadOnlyList<PricedGroup>? _details;

    public DateTimeOffset Now => now;

    public DateOnly Today { get; } = ReportDays.DayOf(now, usage.TimeZone);

    public TimeZoneInfo TimeZone => usage.TimeZone;

    public PriceBook Prices => usage.Prices;

    public PeriodChoice Period => period;

    public UsageFilter PeriodFilter => period.Within(UsageFilter.All, Today, TimeZone);

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

    /// <summary>Gets the period by platform and type of access token, also shared.</summary>
    public async Task<IReadOnlyList<PricedGroup>> DetailsAsync(CancellationToken cancellationToken) =>
        _details ??= await PricedAsync(
                PeriodFilter,
                UsageDimensions.Platform | UsageDimensions.AccessTokenType,
                cancellationToken
            )
            .ConfigureAwait(false);

    public Task<IReadOnlyList<PricedGroup>> PricedAsync(
        UsageFilter filter,
        UsageDimensions by,
        CancellationToken cancellationToken
    ) => usage.PriceAsync(filter, by, cancellationToken);

    /// <summary>Gets the forecast to the end of the current month.</summary>
    public Task<UsageOutlook> MonthOutlookAsync(CancellationToken cancellationToken) =>
        new OutlookQuery(usage, now).AskMonthAsync(cancellationToken);

    public Task<IReadOnlyList<UsageGroup>> AggregateAsync(
        UsageFilter filter,
        UsageDimensions by,
        CancellationToken cancellationToken,
        int? top = null
    ) => usage.AggregateAsync(filter, by, cancellationToken, top);

    public Task<UsagePageResult> ListAsync(UsageFilter filter, UsagePage page, CancellationToken cancellationToken) =>
        reader.ListAsync(filter, page, cancellationToken);

    public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        reader.FindAsync(id, cancellationToken);
}
