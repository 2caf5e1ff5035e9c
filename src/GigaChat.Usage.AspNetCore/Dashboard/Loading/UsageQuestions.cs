namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// The questions of one page, asked at one moment. Sums come priced: cut at the price book's changes, so that every token costs what it cost on its day.
/// Not safe for concurrent use.
/// </summary>
internal sealed class UsageQuestions(IUsageReader reader, IUsageRecorder recorder, GigaChatTokenUsage usage, DateTimeOffset now, PeriodChoice period)
{
    /// <summary>
    /// What prices hang on. Not the source, which stores keep apart in a larger table: how much of a sum is estimated is part of the sum.
    /// </summary>
    private const UsageDimensions PriceKeys = UsageDimensions.Model | UsageDimensions.Batch;

    private const UsageDimensions DetailKeys = UsageDimensions.Platform | UsageDimensions.AccessTokenType | UsageDimensions.Source;

    private IReadOnlyList<PricedGroup>? _ofPeriod;
    private IReadOnlyList<PricedGroup>? _details;

    public DateTimeOffset Now => now;

    public DateOnly Today { get; } = ReportDays.DayOf(now, usage.TimeZone);

    public TimeZoneInfo TimeZone => usage.TimeZone;

    public PriceBook Prices => usage.Prices;

    public PeriodChoice Period => period;

    public UsageFilter PeriodFilter => period.Within(UsageFilter.All, Today, TimeZone);

    public UsageRecorderCounters Counters => recorder.Counters;

    /// <summary>The period by day, operation and model: one question that several sections share.</summary>
    public async Task<IReadOnlyList<PricedGroup>> OfPeriodAsync(CancellationToken ct) =>
        _ofPeriod ??= await PricedAsync(PeriodFilter, UsageDimensions.Day | UsageDimensions.Operation, ct).ConfigureAwait(false);

    /// <summary>The period by platform, type of access token, source and model, shared likewise.</summary>
    public async Task<IReadOnlyList<PricedGroup>> DetailsAsync(CancellationToken ct) =>
        _details ??= await PricedAsync(PeriodFilter, DetailKeys, ct).ConfigureAwait(false);

    public async Task<IReadOnlyList<PricedGroup>> PricedAsync(UsageFilter filter, UsageDimensions by, CancellationToken ct)
    {
        var priced = new List<PricedGroup>();
        foreach (var part in PricePeriod.Split(Prices, filter.StartDate, filter.EndDate))
        {
            var groups = await AggregateAsync(
                filter with { StartDate = part.Start, EndDate = part.Next?.AddTicks(-1) ?? filter.EndDate }, by | PriceKeys, ct).ConfigureAwait(false);
            priced.AddRange(groups.Select(group => new PricedGroup(group, Prices.Find(group.Model, part.Moment))));
        }

        return priced;
    }

    /// <summary>The month it is now, to its end.</summary>
    public Task<UsageOutlook> MonthOutlookAsync(CancellationToken ct)
    {
        var first = Today.AddDays(1 - Today.Day);
        return new OutlookQuery(usage, now).AskAsync(ReportDays.StartOf(first, TimeZone), ReportDays.StartOf(first.AddMonths(1), TimeZone), ct);
    }

    public Task<IReadOnlyList<UsageGroup>> AggregateAsync(UsageFilter filter, UsageDimensions by, CancellationToken ct, int? top = null) =>
        reader.AggregateAsync(filter, new UsageGrouping(by) { TimeZone = TimeZone, Top = top }, ct);

    public Task<UsagePageResult> ListAsync(UsageFilter filter, UsagePage page, CancellationToken ct) => reader.ListAsync(filter, page, ct);

    public Task<UsageRecord?> FindAsync(Guid id, CancellationToken ct) => reader.FindAsync(id, ct);
}
