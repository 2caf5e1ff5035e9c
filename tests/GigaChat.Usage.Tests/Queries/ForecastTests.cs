using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Tests.Queries;

public sealed class ForecastTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task The_forecast_is_seven_days_over_seven_times_thirty()
    {
        var usage = Usage(
            PriceBook.Reference,
            Now,
            Records.Of(400, Now.AddDays(-1)),
            Records.Of(300, Now.AddDays(-7)),
            Records.Of(9999, Now.AddDays(-8))
        );

        var forecast = await usage.GetForecastAsync();

        forecast.BasedOnTokens.Should().Be(700);
        forecast.TokensPerDay.Should().Be(100m);
        forecast.Tokens.Should().Be(3000);
        forecast.Rubles.Should().Be(0.6m);
        forecast.IsComplete.Should().BeTrue();
    }

    [Test]
    public async Task Each_model_is_forecast_at_its_own_price()
    {
        var usage = Usage(
            PriceBook.Sber,
            Now,
            Records.Of(7_000, Now, "GigaChat-2"),
            Records.Of(14_000, Now, "GigaChat-2-Max", source: UsageSource.Estimated)
        );

        var forecast = await usage.GetForecastAsync();

        forecast.Tokens.Should().Be(90_000);
        forecast.Rubles.Should().Be((30_000 * 65m / 1_000_000m) + (60_000 * 650m / 1_000_000m));
        forecast.EstimatedShare.Should().BeApproximately(2 / 3.0, 1e-12);
    }

    [Test, Property("Lesson", "L13")]
    public async Task A_known_change_of_price_counts_from_its_day_on()
    {
        var tenDaysBefore = new DateTimeOffset(2026, 1, 22, 0, 0, 0, TimeSpan.FromHours(3));
        var usage = Usage(PriceBook.Sber, tenDaysBefore, Records.Of(7_000_000, tenDaysBefore.AddDays(-1)));

        (await usage.GetForecastAsync()).Rubles.Should().Be((10 * 200m) + (20 * 65m));
    }

    [Test, Property("Lesson", "L11")]
    public async Task A_model_without_a_price_is_named_and_not_free()
    {
        var usage = Usage(PriceBook.Sber, Now, Records.Of(7_000, Now), Records.Of(700, Now, "GigaChat-3-Ultra"));

        var forecast = await usage.GetForecastAsync();

        forecast.Tokens.Should().Be(33_000);
        forecast.UnpricedTokens.Should().Be(3_000);
        forecast.UnpricedModels.Should().Equal("GigaChat-3-Ultra");
        forecast.IsComplete.Should().BeFalse();
        forecast.Rubles.Should().Be(30_000 * 65m / 1_000_000m);
    }

    [Test]
    public async Task Nothing_used_forecasts_nothing()
    {
        var forecast = await Usage(PriceBook.Sber, Now).GetForecastAsync(30, 365);

        forecast.Tokens.Should().Be(0);
        forecast.Rubles.Should().Be(0);
        forecast.IsComplete.Should().BeTrue();
    }

    [TestCase(0)]
    [TestCase(-3)]
    [TestCase(int.MaxValue)]
    public async Task Days_beyond_the_calendar_are_refused_by_name(int days)
    {
        var usage = Usage(PriceBook.Sber, Now);

        (await usage.Awaiting(u => u.GetForecastAsync(7, days)).Should().ThrowAsync<ArgumentOutOfRangeException>())
            .Which.ParamName.Should()
            .Be("forecastDays");
    }

    private static GigaChatTokenUsage Usage(PriceBook book, DateTimeOffset now, params UsageRecord[] records) =>
        new(new ListUsageReader(records), book, timeProvider: new FakeTimeProvider(now));
}
