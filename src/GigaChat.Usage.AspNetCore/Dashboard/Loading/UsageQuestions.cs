using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// The questions of one page, asked at one moment. Sums come priced: cut at the price book's changes, so that every
/// token costs what it cost on its day.
/// Not safe for concurrent use.
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

    /// <summary>The period by day and operation, with all that prices and estimates hang on: one question that several
    /// sections share.</summary>
    public async Task<IReadOnlyList<PricedGroup>> OfPeriodAsync(CancellationToken cancellationToken) =>
        _ofPeriod ??= await PricedAsync(
                PeriodFilter,
                UsageDimensions.Day | UsageDimensions.Operation,
                cancellationToken
            )
            .ConfigureAwait(false);

    /// <summary>The period by platform and type of access token, shared likewise.</summary>
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

    /// <summary>The month it is now, to its end.</summary>
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
