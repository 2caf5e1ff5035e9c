using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The figures of the pages as a browser shows them: totals, prices that are missing, dates, many models.</summary>
[TestFixture]
[CancelAfter(600_000)]
internal sealed class FiguresTests : BrowserFixture
{
    protected override Task<DashboardHost> StartHostAsync() =>
        DashboardHost.StartAsync(SharedStore.Store, configure: TestMoney.Add);

    [Test]
    public async Task Thirty_days_are_the_same_days_in_the_card_the_chart_and_on_every_page()
    {
        await using var watched = await OpenAsync("?period=month&lang=en");
        var page = watched.Page;
        var card = page.Locator("#total-30d");
        (await card.TextContentAsync()).Should().Contain(Spaced("18 Apr – 17 May 2026"));
        var tokens = await card.Locator(".figure").TextContentAsync();
        await card.Locator("h3 a").FollowAsync();
        page.Url.Should().EndWith("/?lang=en", "it is the period of an address without one");
        (await page.Locator("#total-period .figure").TextContentAsync()).Should().Be(tokens);
        (await page.Locator("#total-period .days").TextContentAsync()).Should().Be(Spaced("18 Apr – 17 May 2026"));
        (await page.Locator("#days tbody tr").CountAsync()).Should().Be(30);
        await page.Locator("nav.sections").GetByRole(AriaRole.Link, new() { Name = "Records" }).FollowAsync();
        (await page.Locator("#selection").TextContentAsync()).Should().Contain(tokens);
        (await page.Locator(".bottom").TextContentAsync()).Should().Contain("Time zone: Europe/Moscow");
        watched.ShouldBeClean();
    }

    [Test]
    public async Task Cards_and_totals_of_tables_are_those_of_the_chosen_period([Values("today", "90d")] string period)
    {
        await using var watched = await OpenAsync($"?period={period}&lang=en");
        var tokens = await watched.Page.Locator("#total-period .figure").TextContentAsync();
        var rubles = await watched.Page.Locator("#total-period .money").TextContentAsync();
        foreach (
            var section in (string[])["days", "operations", "platforms", "token-types", "sources", "models", "users"]
        )
            (await watched.Page.Locator($"#{section} tfoot").TextContentAsync())
                .Should()
                .Contain(tokens)
                .And.Contain(rubles, section);
        watched.ShouldBeClean();
    }

    [Test]
    public async Task Models_without_a_price_are_named_and_never_cost_zero([Values("ru", "en")] string language)
    {
        await using var host = await HostAsync([
            .. Enumerable.Range(0, 30).Select(static day => Record(day) with { Model = "GigaChat-9" }),
        ]);
        var text = language == "ru" ? PageText.Russian : PageText.English;
        await using var watched = await OpenAsync(host, $"?period=30d&measure=rubles&lang={language}");
        var page = watched.Page;
        (await page.Locator("#total-period .money").TextContentAsync()).Should().Be(text.PriceMissing);
        (await page.Locator("#days svg.plot-area").CountAsync()).Should().Be(0, "a chart of rubles would be empty");
        foreach (var section in (string[])["total-period", "days", "models", "users"])
            (await page.Locator($"#{section}").TextContentAsync())
                .Should()
                .Contain(text.LowerBound(30_000))
                .And.NotContain(text.Format.Rubles(0), section);
        watched.ShouldBeClean();
    }

    [Test]
    public async Task Preset_chosen_after_dates_wins_and_the_address_has_only_what_is_set()
    {
        await using var watched = await OpenAsync("records?from=2026-05-01&to=2026-05-03&platform=web&lang=en");
        var page = watched.Page;
        (await page.Locator("#f-period").InputValueAsync()).Should().Be("dates");
        await page.Locator("#f-period").SelectOptionAsync("7d");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).FollowAsync();
        page.Url.Should().EndWith("/records?period=7d&platform=web&lang=en");
        (await page.Locator("#f-period").InputValueAsync()).Should().Be("7d");
        watched.ShouldBeClean();
    }

    [Test]
    public async Task Search_for_an_id_leads_to_its_records()
    {
        var record = TestUsage.Records[11];
        await using var watched = await OpenAsync("records?lang=en");
        var page = watched.Page;
        await page.Locator("#f-q").FillAsync(record.Id.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).FollowAsync();
        await page.Locator(".exactly a").First.FollowAsync();
        page.Url.Should().Contain($"/records/{record.Id}");
        await page.GoBackAsync();
        await page.Locator("#f-q").FillAsync("u-3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).FollowAsync();
        await page.Locator(".exactly").GetByRole(AriaRole.Link, new() { Name = "User ID" }).FollowAsync();
        page.Url.Should().Contain("records?user=u-3");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sum the selection" }).FollowAsync();
        (await page.Locator("#selection").TextContentAsync())
            .Should()
            .Contain(
                PageText.English.Records(
                    TestUsage.Records.Count(static one => string.Equals(one.UserId, "u-3", StringComparison.Ordinal))
                )
            );
        watched.ShouldBeClean();
    }

    [Test]
    public async Task Numbers_are_aligned_and_labels_are_below_their_bars()
    {
        await using var watched = await OpenAsync("?period=7d&lang=en");
        var page = watched.Page;
        (
            await page.EvaluateAsync<string[]>(
                """
                () => [...document.querySelectorAll('.figures .number')]
                  .filter(cell => getComputedStyle(cell).textAlign !== 'right').map(cell => cell.outerHTML.slice(0, 120))
                """
            )
        ).Should().BeEmpty();
        var distances = await page.EvaluateAsync<double[]>(
            """
            () => {
              const middle = e => { const box = e.getBoundingClientRect(); return box.left + box.width / 2; };
              const bars = [...document.querySelectorAll('#days .plot-area .hit')].map(middle);
              return [...document.querySelectorAll('#days .plot-labels text')]
                .map(label => Math.min(...bars.map(bar => Math.abs(bar - middle(label)))));
            }
            """
        );
        distances.Should().HaveCountGreaterThan(2).And.OnlyContain(static distance => distance < 3);
        watched.ShouldBeClean();
    }

    [Test]
    public async Task Sixty_models_and_users_are_a_page_of_screens_and_every_row_is_reached()
    {
        await using var host = await HostAsync([
            .. Enumerable
                .Range(0, 60)
                .Select(static i =>
                    Record(i % 9) with
                    {
                        Model = $"GigaChat-experiment-{i}",
                        UserId = i % 5 == 0 ? null : $"user-{i}",
                        TotalTokens = 1_000 + i,
                    }
                ),
        ]);
        await using var watched = await OpenAsync(host, "?period=30d&lang=en");
        var page = watched.Page;
        (await page.Locator("#models tbody tr").CountAsync()).Should().Be(12);
        (await page.Locator("#models").TextContentAsync()).Should().Contain(PageText.English.OtherKeys(49));
        (await page.Locator("#users tbody tr").CountAsync()).Should().Be(11, "ten users, and the others");
        (await page.Locator("#users").TextContentAsync()).Should().Contain(PageText.English.OtherUsers);
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollHeight")).Should().BeLessThan(5_000);
        await page.GetByRole(AriaRole.Link, new() { Name = "Show all: Model" }).FollowAsync();
        (await page.Locator("#groups tbody tr").CountAsync()).Should().Be(60);
        watched.ShouldBeClean();
    }

    private static UsageRecord Record(int day) =>
        new()
        {
            CreatedAt = TestUsage.Now.AddDays(-day),
            Operation = UsageOperation.TextGeneration,
            Source = UsageSource.Reported,
            TotalTokens = 1_000,
            PromptTokens = 1_000,
            CompletionTokens = 0,
        };

    private static async Task<DashboardHost> HostAsync(IReadOnlyCollection<UsageRecord> records)
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync([.. records], CancellationToken.None);
        return await DashboardHost.StartAsync(store);
    }

    private static string Spaced(string days) =>
        System.Text.RegularExpressions.Regex.Replace(days, "(?<!–) (?!–)", "\u00A0", default, TimeSpan.FromSeconds(10));
}
