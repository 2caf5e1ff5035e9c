using GigaChat.Usage.Benchmarks.Forecast;

namespace GigaChat.Usage.Sample.Tests;

internal sealed class ForecastBacktestTests
{
    private static readonly BacktestResult[] Real = [.. BacktestSeries.Public().Select(ForecastBacktest.Run)];
    private static readonly BacktestResult[] MadeUp = [.. BacktestSeries.Synthetic().Select(ForecastBacktest.Run)];

    [Test]
    public void Bands_of_public_series_cover_what_they_claim_within_four_points()
    {
        var all = BacktestResult.Total("all", Real);

        all.Forecasts.Should().Be(66);
        foreach (var days in (int[])[1, ForecastBacktest.Week, ForecastBacktest.Month])
        {
            all.Coverage(days, 80).Should().BeInRange(0.76, 0.84, "{0} days in 80 percent", days);
            all.Coverage(days, 95).Should().BeInRange(0.91, 0.99, "{0} days in 95 percent", days);
        }
    }

    [Test]
    public void Forecast_of_public_series_errs_less_than_the_mean_of_a_week_and_the_median_of_four()
    {
        var all = BacktestResult.Total("all", Real);

        all.MeanError(ForecastMethods.Seasonal, ForecastBacktest.Month).Should().BeLessThan(0.26);
        all.MedianError(ForecastMethods.Seasonal, ForecastBacktest.Month).Should().BeLessThan(0.10);
        foreach (var method in (string[])["7-day mean (reference)", "median of four weeks", "Theta, weekdays"])
        {
            all.MeanError(ForecastMethods.Seasonal, ForecastBacktest.Month)
                .Should()
                .BeLessThan(all.MeanError(method, ForecastBacktest.Month), method);
            all.MedianError(ForecastMethods.Seasonal, ForecastBacktest.Month)
                .Should()
                .BeLessThan(all.MedianError(method, ForecastBacktest.Month), method);
        }
    }

    [Test]
    public void Forecast_of_series_with_holidays_errs_less_than_every_established_method()
    {
        var all = BacktestResult.Total("all", MadeUp);

        foreach (var method in ForecastMethods.Established.Keys)
            all.MeanError(ForecastMethods.Seasonal, ForecastBacktest.Month)
                .Should()
                .BeLessThan(all.MeanError(method, ForecastBacktest.Month), method);
    }
}
