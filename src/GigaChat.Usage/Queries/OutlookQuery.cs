using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage.Queries;

/// <summary>Creates a forecast of usage and cost from the data of a reader.</summary>
internal sealed class OutlookQuery(GigaChatTokenUsage usage, DateTimeOffset now)
{
    /// <summary>The maximum number of days of history; older days do not improve the forecast.</summary>
    public const int HistoryDays = 400;

    private const int MixDays = 28;

    /// <summary>Gets the forecast of the current month in the report time zone.</summary>
    public Task<UsageOutlook> AskMonthAsync(CancellationToken cancellationToken)
    {
        var today = ReportDays.DayOf(now, usage.TimeZone);
        var first = today.AddDays(1 - today.Day);
        return AskAsync(
            ReportDays.StartOf(first, usage.TimeZone),
            ReportDays.StartOf(first.AddMonths(1), usage.TimeZone),
            cancellationToken
        );
    }

    public async Task<UsageOutlook> AskAsync(
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var today = ReportDays.DayOf(now, usage.TimeZone);
        var lastDay = ReportDays.DayOf(until.AddTicks(-1), usage.TimeZone);
        var start = ReportDays.StartOf(today, usage.TimeZone);
        var history = await usage
            .GetByDayAsync(
                new UsageFilter { From = ReportDays.StartOf(today.AddDays(-HistoryDays), usage.TimeZone), To = start },
                cancellationToken
            )
            .ConfigureAwait(false);
        var ahead = new DaysAhead(
            [.. history.Select(static day => (double)day.Tokens)],
            today,
            lastDay.DayNumber - today.DayNumber + 1
        );
        var tokens = ahead.Sum(index => PartOf(ahead.DayOf(index), until));

        var used = await usage
            .GetCostAsync(new UsageFilter { From = from, To = now.AddTicks(1) }, cancellationToken)
            .ConfigureAwait(false);
        var usedTokens = from == now ? 0 : used.Tokens;
        var mix = await usage
            .AggregateAsync(
                new UsageFilter { From = now.AddDays(-MixDays), To = now.AddTicks(1) },
                PricedGroup.Dimensions,
                cancellationToken
            )
            .ConfigureAwait(false);
        var unpriced = new SortedSet<string>(StringComparer.Ordinal);
        var price = PricePerToken(ahead, mix, until, unpriced);
        return new UsageOutlook
        {
            From = from,
            Now = now,
            Until = until,
            Method = ahead.Method,
            BasedOnDays = ahead.History,
            UsedTokens = usedTokens,
            UsedCost = used,
            Tokens = tokens.Plus(usedTokens),
            Rubles = tokens.Times(price).Plus(from == now ? 0 : used.Rubles),
            UnpricedModels = [.. unpriced],
            Days = [.. Enumerable.Range(0, ahead.Count).Select(ahead.Day)],
        };
    }

    /// <summary>Gets the part of a day between now and the end.</summary>
    private double PartOf(DateOnly day, DateTimeOffset until)
    {
        var (start, next) = (
            ReportDays.StartOf(day, usage.TimeZone),
            ReportDays.StartOf(day.AddDays(1), usage.TimeZone)
        );
        var (from, to) = (start > now ? start : now, next < until ? next : until);
        return Math.Max(0, (to - from) / (next - start));
    }

    /// <summary>
    /// Gets the mean price of a future token: that of the mix of models on each day, weighted by the expected usage of
    /// the day.
    /// </summary>
    private decimal PricePerToken(
        DaysAhead ahead,
        IReadOnlyList<UsageGroup> mix,
        DateTimeOffset until,
        SortedSet<string> unpriced
    )
    {
        var mixTokens = mix.Sum(static group => group.TotalTokens);
        if (mixTokens == 0)
            return 0m;
        var (rubles, weight) = (0d, 0d);
        foreach (var period in PricePeriod.Split(usage.Prices, now, until))
        {
            var cost = UsageCost.Of(
                [.. mix.Select(group => new PricedGroup(group, usage.Prices.Find(group.Model, period.Moment)))],
                usage.Prices
            );
            unpriced.UnionWith(cost.UnpricedModels);
            var (start, end) = (period.From ?? now, period.To ?? until);
            var part = 0d;
            for (var i = 0; i < ahead.Count; i++)
            {
                // A day has the price of its first future moment: prices change at midnight.
                var first = i == 0 ? now : ReportDays.StartOf(ahead.DayOf(i), usage.TimeZone);
                var inPeriod = first >= start && first < end;
                part += inPeriod ? ahead.ExpectedOf(i) * PartOf(ahead.DayOf(i), until) : 0;
            }

            rubles += part * (double)cost.Rubles / mixTokens;
            weight += part;
        }

        return weight > 0 ? (decimal)(rubles / weight) : 0m;
    }
}
