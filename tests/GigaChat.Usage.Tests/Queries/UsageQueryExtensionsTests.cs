using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Tests.Queries;

/// <summary>A store is queried without services, with the results of <see cref="GigaChatTokenUsage"/>.</summary>
[TestFixture]
internal sealed class UsageQueryExtensionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly InMemoryUsageStore _store = new();
    private readonly FakeTimeProvider _time = new(Now);

    [OneTimeSetUp]
    public Task Fill() =>
        _store.AppendAsync(
            [
                Records.Of(100, Now.AddDays(-20)),
                Records.Of(70, Now.AddDays(-6), operation: UsageOperation.Embedding) with
                {
                    UserId = "boris",
                },
                Records.Of(140, Now.AddDays(-1)) with
                {
                    UserId = "anna",
                },
            ],
            CancellationToken.None
        );

    [Test]
    public async Task Totals_top_users_and_cost_need_no_more_than_the_store()
    {
        (await _store.GetTotalTokensAsync()).Should().Be(310);
        (await _store.GetTotalTokensAsync(Now.AddDays(-6), Now.AddDays(-1), UsageOperation.Embedding)).Should().Be(70);
        (await _store.GetTopUsersAsync(1)).Should().ContainSingle().Which.UserId.Should().Be("anna");
        (await _store.GetCostAsync(new UsageFilter { UserId = "anna" }))
            .Rubles.Should()
            .Be(TokenCost.Of(140, "GigaChat-2", Now));
        (await _store.GetCostAsync(prices: PriceBook.Reference)).Rubles.Should().Be(TokenCost.Of(310));
    }

    [Test]
    public async Task Quality_and_the_number_of_users_need_no_more_than_the_store()
    {
        var usage = new GigaChatTokenUsage(_store);
        var late = new UsageFilter { From = Now.AddDays(-7) };
        var quality = await _store.GetQualityAsync(UsageDimensions.Operation, late);

        quality.Should().BeEquivalentTo(await usage.GetQualityAsync(UsageDimensions.Operation, late)).And.HaveCount(2);
        (await _store.CountUsersAsync(late)).Should().Be(2);
        (await _store.CountUsersAsync(new UsageFilter { UserId = "anna" })).Should().Be(1);
    }

    [Test]
    public async Task Statistics_and_forecast_count_from_the_given_clock()
    {
        var statistics = await _store.GetStatisticsAsync(timeProvider: _time);
        (statistics.TotalTokens, statistics.EndDate).Should().Be((210, Now));
        (await _store.GetStatisticsAsync(30, new UsageFilter { UserId = "boris" }, _time)).TotalTokens.Should().Be(70);

        var forecast = await _store.GetForecastAsync(7, 14, PriceBook.Reference, _time);
        var expected = await new GigaChatTokenUsage(_store, PriceBook.Reference, timeProvider: _time).GetForecastAsync(
            7,
            14
        );
        forecast.Should().BeEquivalentTo(expected);
    }

    [Test]
    public async Task Wrong_arguments_are_named()
    {
        var swapped = () => _store.GetTotalTokensAsync(Now, Now.AddDays(-1));
        var without = () => ((IUsageReader)null!).GetCostAsync();

        (await swapped.Should().ThrowAsync<ArgumentException>()).WithParameterName("startDate");
        (await without.Should().ThrowAsync<ArgumentNullException>()).WithParameterName("reader");
    }
}
