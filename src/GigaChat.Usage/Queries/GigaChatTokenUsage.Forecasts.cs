using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Queries;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage;

/// <content>What is to come.</content>
public sealed partial class GigaChatTokenUsage
{
    /// <summary>
    /// Gets the forecast of the Django application: the mean of the last days, times the days to come, at the prices of
    /// the days to come.
    /// </summary>
    /// <param name="basedOnDays">The number of periods of 24 hours up to now that the mean is computed from, 1 or
    /// more.</param>
    /// <param name="forecastDays">The number of days from now to forecast, 1 or more.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of days is less than 1, or reaches beyond the
    /// calendar.</exception>
    public async Task<UsageForecast> GetForecastAsync(
        int basedOnDays = 7,
        int forecastDays = 30,
        CancellationToken cancellationToken = default
    )
    {
        var now = Now;
        var basis = LastDays(basedOnDays, now);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(forecastDays);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(forecastDays, (DateTimeOffset.MaxValue - now).Days);

        var groups = await AggregateAsync(basis, PricedGroup.Dimensions, cancellationToken).ConfigureAwait(false);
        return UsageForecast.Of(groups, Prices, now, basedOnDays, forecastDays);
    }

    /// <summary>
    /// Gets the seasonal forecast for the days to come, from now on: weekdays and trend of the history, with intervals,
    /// beside the plain mean of <see cref="GetForecastAsync"/>.
    /// </summary>
    /// <param name="days">The number of periods of 24 hours from now, 1 to 366.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is less than 1 or more than
    /// 366.</exception>
    public Task<UsageOutlook> GetOutlookAsync(int days = 30, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, 366);
        var now = Now;
        return new OutlookQuery(this, now).AskAsync(now, now.AddDays(days), cancellationToken);
    }

    /// <summary>
    /// Gets the seasonal forecast for the current month in the report time zone: its usage so far, and the expected
    /// usage at its end.
    /// </summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public Task<UsageOutlook> GetMonthOutlookAsync(CancellationToken cancellationToken = default) =>
        new OutlookQuery(this, Now).AskMonthAsync(cancellationToken);
}
