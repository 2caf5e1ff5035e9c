using GigaChat.Usage.Benchmarks.Forecast;

namespace GigaChat.Usage.Sample.Tests;

internal sealed class ForecastBacktestTests
{
    private static readonly BacktestResult[] Results = [.. SyntheticDays.Names.Select(ForecastBacktest.Run)];

    [Test]
    public void Over_all_series_bands_cover_what_they_claim_within_five_points()
    {
        var all = BacktestResult.Total(Results);

        all.Forecasts.Should().BeGreaterThan(800);
        all.Day80.Should().BeInRange(0.75, 0.85);
        all.Day95.Should().BeInRange(0.90, 1.0);
        all.Sum80.Should().BeInRange(0.75, 0.85);
        all.Sum95.Should().BeInRange(0.90, 1.0);
    }

    [Test]
    public void The_forecast_errs_less_than_the_references_formula()
    {
        var all = BacktestResult.Total(Results);

        all.SumError.Should().BeLessThan(0.9 * all.ReferenceSumError);
        all.DayError.Should().BeLessThan(0.6 * all.ReferenceDayError);
        foreach (var result in Results)
            result.DayError.Should().BeLessThan(result.ReferenceDayError, result.Series);
    }
}
