using System.Text.Json;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Rates of outcomes, durations and the cache.</summary>
[TestFixture]
internal sealed class QualityTests
{
    [Test]
    public async Task Rates_and_percentiles_by_model_are_those_of_its_records()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var rows = JsonSerializer.Deserialize<JsonElement[]>(
            await host.TextAsync("export/quality.json?group=model&period=90d")
        )!;
        var since = ListTests.Moscow(2026, 2, 17);
        foreach (var row in rows)
        {
            var model = row.GetProperty("model").GetString();
            var records = TestUsage
                .Records.Where(record => record.Model == model && record.CreatedAt >= since)
                .ToList();
            row.GetProperty("requests").GetInt64().Should().Be(records.Count);
            Rate(row, "failedShare").Should().BeApproximately(Part(records, UsageOutcome.Failed), 1e-9);
            Rate(row, "blockedShare").Should().BeApproximately(Part(records, UsageOutcome.Blocked), 1e-9);
            Rate(row, "abortedShare").Should().BeApproximately(Part(records, UsageOutcome.Aborted), 1e-9);
            var durations = records.Select(static record => record.Duration.TotalSeconds).Order().ToList();
            Rate(row, "durationP50Seconds")
                .Should()
                .BeApproximately(durations[durations.Count / 2], durations[durations.Count / 2] * 0.08);
            Rate(row, "durationP95Seconds")
                .Should()
                .BeApproximately(durations[durations.Count * 95 / 100], durations[durations.Count * 95 / 100] * 0.08);
        }

        rows.Should().HaveCount(5);
    }

    [Test]
    public async Task Cache_has_saved_the_price_of_the_cached_tokens()
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync(
            [
                new UsageRecord
                {
                    CreatedAt = TestUsage.Now.AddHours(-1),
                    Operation = UsageOperation.TextGeneration,
                    Model = "GigaChat-2-Pro",
                    TotalTokens = 1_000_000,
                    PromptTokens = 1_000_000,
                    CompletionTokens = 0,
                    CachedPromptTokens = 3_000_000,
                    Source = UsageSource.Reported,
                },
            ],
            CancellationToken.None
        );
        await using var host = await DashboardHost.StartAsync(store);
        var price = host.Usage.Prices.Find("GigaChat-2-Pro", TestUsage.Now)!;
        var html = System.Net.WebUtility.HtmlDecode(await host.TextAsync("quality?lang=en"));
        html.Should()
            .Contain("<span class=\"figure\">75%</span>")
            .And.Contain($"{Formats.English.Rubles(3 * price.PromptRublesPerMillionTokens)} saved");
    }

    private static double Rate(JsonElement row, string name) => row.GetProperty(name).GetDouble();

    private static double Part(List<UsageRecord> records, UsageOutcome outcome) =>
        records.Count(record => record.Outcome == outcome) / (double)records.Count;
}
