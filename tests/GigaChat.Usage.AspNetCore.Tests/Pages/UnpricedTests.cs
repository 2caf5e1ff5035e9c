namespace GigaChat.Usage.AspNetCore;

/// <summary>Texts where no model has a price, where there is no request, and where requests have failed.</summary>
[TestFixture]
internal sealed class UnpricedTests
{
    private static readonly string ZeroRubles = Formats.English.ShortRubles(0);

    [Test]
    public async Task Rubles_without_any_price_are_missing_and_not_zero()
    {
        var html = await PageAsync(
            "?measure=rubles&period=all&lang=en",
            Enumerable
                .Range(0, 40)
                .Select(static day =>
                    Record(day) with
                    {
                        Model = "GigaChat-9",
                        TotalTokens = 1_000,
                        PromptTokens = 1_000,
                    }
                )
        );
        html.Should()
            .NotContain($"≈ {ZeroRubles}")
            .And.NotContain("id=\"days\" aria-labelledby=\"days-title\"><svg")
            .And.Contain($"<p class=\"lead\">{PageText.English.PriceMissing}</p>");
        var days = html[html.IndexOf("id=\"days\"", StringComparison.Ordinal)..];
        days[..days.IndexOf("</section>", StringComparison.Ordinal)]
            .Should()
            .NotContain("plot-area")
            .And.Contain(PageText.English.LowerBound(40_000));
    }

    [Test]
    public async Task Mixed_prices_are_marked_as_a_lower_bound_below_each_table()
    {
        var html = await PageAsync(
            "?period=all&lang=en",
            [
                Record(1) with
                {
                    Model = "GigaChat-9",
                    TotalTokens = 7,
                    PromptTokens = 7,
                },
                Record(1) with
                {
                    Model = "GigaChat-2-Max",
                    TotalTokens = 5,
                    PromptTokens = 5,
                },
            ]
        );
        foreach (var id in (string[])["days", "operations", "models", "users", "platforms", "token-types", "sources"])
        {
            var section = html[html.IndexOf($"id=\"{id}\"", StringComparison.Ordinal)..];
            section[..section.IndexOf("</section>", StringComparison.Ordinal)]
                .Should()
                .Contain(PageText.English.LowerBound(7), id);
        }
    }

    [Test]
    public async Task Neither_no_request_nor_failed_requests_are_from_the_API()
    {
        (await PageAsync("?lang=en", [])).Should().NotContain(PageText.English.AllExact);
        (await PageAsync("?lang=en", [Record(0) with { Outcome = UsageOutcome.Failed, Source = UsageSource.None }]))
            .Should()
            .NotContain(PageText.English.AllExact)
            .And.Contain(PageText.English.NoTokens);
    }

    private static UsageRecord Record(int day) =>
        new()
        {
            CreatedAt = TestUsage.Now.AddDays(-day),
            Operation = UsageOperation.TextGeneration,
            Source = UsageSource.Reported,
        };

    private static async Task<string> PageAsync(string address, IEnumerable<UsageRecord> records)
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync([.. records], CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store);
        return System.Net.WebUtility.HtmlDecode(await host.TextAsync(address));
    }
}
