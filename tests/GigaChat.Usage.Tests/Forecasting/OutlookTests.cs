using GigaChat.Usage.Tests.Queries;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Tests.Forecasting;

internal sealed class OutlookTests
{
    // A Monday, noon in Moscow.
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.FromHours(3));

    [Test]
    public async Task Weekdays_are_seen_and_a_free_weekend_stays_free()
    {
        var outlook = await Usage([.. Office(Now, days: 84)]).GetOutlookAsync(14);

        outlook.Method.Should().Be(ForecastMethod.Seasonal);
        foreach (var day in outlook.Days)
            day.Tokens.Expected.Should()
                .BeInRange(
                    day.Day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 95_000,
                    day.Day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1_000 : 105_000
                );
        outlook.Tokens.Expected.Should().BeApproximately(1_000_000m, 30_000m);
        outlook.Rubles.Expected.Should().BeApproximately(outlook.Tokens.Expected * 65m / 1_000_000m, 0.01m);
        outlook.Tokens.Low95.Should().BeLessThanOrEqualTo(outlook.Tokens.Low80!.Value);
        outlook.Tokens.High95.Should().BeGreaterThanOrEqualTo(outlook.Tokens.High80!.Value);
    }

    [Test]
    public async Task A_gap_in_the_records_is_no_fall_in_use()
    {
        UsageRecord[] all = [.. Office(Now, days: 84)];

        var whole = await Usage(all).GetOutlookAsync(28);
        var broken = await Usage([
                .. all.Where(record => record.CreatedAt < Now.AddDays(-6) || record.CreatedAt > Now.AddDays(-2)),
            ])
            .GetOutlookAsync(28);

        broken.Tokens.Expected.Should().BeApproximately(whole.Tokens.Expected, whole.Tokens.Expected * 0.03m);
    }

    [Test]
    public async Task The_month_is_what_was_used_and_what_is_expected()
    {
        // Half of today is over; 15 whole days of June are left.
        UsageRecord[] steady =
        [
            .. Enumerable.Range(1, 60).Select(day => Records.Of(1_000_000, Now.AddDays(-day))),
            Records.Of(600_000, Now.AddHours(-1)),
        ];

        var outlook = await Usage(steady).GetMonthOutlookAsync();

        outlook.From.Should().Be(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.FromHours(3)));
        outlook.Until.Should().Be(new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.FromHours(3)));
        outlook.UsedTokens.Should().Be(14_600_000);
        outlook.Tokens.Expected.Should().BeApproximately(14_600_000 + 500_000 + 15_000_000, 1_000);
        outlook.UsedCost.Rubles.Should().Be(14.6m * 65m);
        outlook.Rubles.Expected.Should().BeApproximately(outlook.Tokens.Expected * 65m / 1_000_000m, 0.01m);
        outlook.Tokens.Low95.Should().BeGreaterThan(14_600_000m);
        outlook.IsComplete.Should().BeTrue();
    }

    [Test]
    public async Task Days_ahead_cost_the_prices_of_their_own_time_and_missing_ones_are_named()
    {
        var book = PriceBook.Sber.With(
            ModelPrice.Flat("GigaChat", 130m, new DateTimeOffset(2026, 6, 20, 0, 0, 0, TimeSpan.FromHours(3)))
        );
        UsageRecord[] steady =
        [
            .. Enumerable.Range(1, 60).Select(day => Records.Of(1_000_000, Now.AddDays(-day))),
            Records.Of(1, Now, "GigaChat-3-Ultra"),
        ];

        var outlook = await Usage(steady, book).GetOutlookAsync(10);

        outlook.Rubles.Expected.Should().BeApproximately((4.5m * 65m) + (5.5m * 130m), 1m);
        outlook.UnpricedModels.Should().Equal("GigaChat-3-Ultra");
        outlook.IsComplete.Should().BeFalse();
    }

    [Test]
    public async Task A_short_history_is_a_mean_without_bands_and_none_is_nothing()
    {
        var short_ = await Usage([
                .. Enumerable.Range(1, 10).Select(day => Records.Of(day <= 7 ? 1_000 : 9_000, Now.AddDays(-day))),
            ])
            .GetOutlookAsync(10);
        var none = await Usage([]).GetOutlookAsync(10);

        short_.Method.Should().Be(ForecastMethod.Mean);
        short_.Tokens.Should().BeEquivalentTo(new ForecastRange(10_000m));
        none.Tokens.Expected.Should().Be(0);
        none.Rubles.Expected.Should().Be(0);
    }

    [TestCase(0)]
    [TestCase(367)]
    public async Task Days_beyond_a_year_are_refused_by_name(int days) =>
        (
            await Usage([])
                .Awaiting(usage => usage.GetOutlookAsync(days))
                .Should()
                .ThrowAsync<ArgumentOutOfRangeException>()
        ).WithParameterName(nameof(days));

    private static GigaChatTokenUsage Usage(UsageRecord[] records, PriceBook? book = null) =>
        new(new ListUsageReader(records), book, timeProvider: new FakeTimeProvider(Now));

    private static IEnumerable<UsageRecord> Office(DateTimeOffset now, int days) =>
        from day in Enumerable.Range(1, days)
        let at = now.AddDays(-day)
        where at.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
        select Records.Of(100_000 + (day % 5 * 200), at);
}
