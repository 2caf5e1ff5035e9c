// Over 300 lines: one browser and one host serve all of these tests.
using System.Text.Json;
using Microsoft.Playwright;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The dashboard in a browser: real Kestrel, SQLite, 20,000 records.</summary>
[TestFixture]
[CancelAfter(300_000)]
internal sealed class BrowserTests : BrowserFixture
{
    [Test]
    public async Task Totals_on_the_page_are_the_answers_of_the_queries([Values("ru", "en")] string language)
    {
        await using var watched = await OpenAsync($"?lang={language}");
        var text = language == "ru" ? PageText.Russian : PageText.English;
        await ShouldShowAsync("all", UsageFilter.All);
        await ShouldShowAsync("7d", new UsageFilter { From = ListTests.Moscow(2026, 5, 11) });
        var period = new UsageFilter { From = ListTests.Moscow(2026, 4, 18) };
        await ShouldShowAsync("period", period);
        var totals = await Host.Usage.GetTotalsAsync(period);
        foreach (
            var section in (string[])["days", "operations", "platforms", "token-types", "sources", "models", "users"]
        )
            (await watched.Page.Locator($"#{section} tfoot tr").TextContentAsync())
                .Should()
                .Contain(text.Format.Count(totals.Tokens), section);
        watched.ShouldBeClean();

        async Task ShouldShowAsync(string id, UsageFilter filter)
        {
            var (totals, cost) = (await Host.Usage.GetTotalsAsync(filter), await Host.Usage.GetCostAsync(filter));
            var card = watched.Page.Locator($"#total-{id}");
            (await card.Locator(".figure").TextContentAsync()).Should().Be(text.Format.Count(totals.Tokens));
            (await card.Locator(".money").TextContentAsync()).Should().Be(text.Format.Rubles(cost.Rubles));
            (await card.TextContentAsync())
                .Should()
                .Contain(text.Requests(totals.Count))
                .And.Contain(text.EstimatedNote(totals.EstimatedShare));
        }
    }

    [Test]
    public async Task Tables_on_the_page_are_the_answers_of_the_queries()
    {
        await using var watched = await OpenAsync("?period=7d");
        var since = ListTests.Moscow(2026, 5, 11);
        var format = PageText.English.Format;
        (await ColumnAsync("operations", 2))
            .Should()
            .Equal((await GroupsAsync(UsageDimensions.Operation)).Select(group => format.Count(group.TotalTokens)));
        (await ColumnAsync("models", 2))
            .Should()
            .Equal((await GroupsAsync(UsageDimensions.Model)).Select(group => format.Count(group.TotalTokens)));
        (await ColumnAsync("platforms", 1))
            .Should()
            .Equal((await GroupsAsync(UsageDimensions.Platform)).Select(group => format.Count(group.Count)));
        (await ColumnAsync("token-types", 2))
            .Should()
            .Equal(
                (await GroupsAsync(UsageDimensions.AccessTokenType)).Select(group => format.Count(group.TotalTokens))
            );
        (await ColumnAsync("sources", 2))
            .Should()
            .Equal((await GroupsAsync(UsageDimensions.Source)).Select(group => format.Count(group.TotalTokens)));
        (await ColumnAsync("users", 3))
            .Take(10)
            .Should()
            .Equal(
                (await Host.Usage.GetTopUsersAsync(10, new UsageFilter { From = since })).Select(user =>
                    format.Count(user.Tokens)
                )
            );
        (await ColumnAsync("days", 2))
            .Should()
            .Equal(
                (
                    await Host.Usage.GetByDayAsync(new UsageFilter { From = since, To = TestUsage.Now.AddTicks(1) })
                ).Select(day => format.Count(day.Tokens))
            );
        var hours = (await GroupsAsync(UsageDimensions.Hour)).ToLookup(static group =>
            group.Hour!.Value.ToOffset(TimeSpan.FromHours(3)).Hour
        );
        (await ColumnAsync("hours", 2))
            .Should()
            .Equal(
                Enumerable.Range(0, 24).Select(hour => format.Count(hours[hour].Sum(static group => group.TotalTokens)))
            );
        var unpriced = (await Host.Usage.GetCostAsync(new UsageFilter { From = since })).UnpricedTokens;
        (await watched.Page.Locator("#models .note").TextContentAsync())
            .Should()
            .Contain(PageText.English.LowerBound(unpriced));
        watched.ShouldBeClean();

        Task<IReadOnlyList<UsageGroup>> GroupsAsync(UsageDimensions by) =>
            Host.Reader.AggregateAsync(new UsageFilter { From = since }, new UsageGrouping(by));

        async Task<IEnumerable<string>> ColumnAsync(string section, int column) =>
            (
                await watched.Page.Locator($"#{section} tbody tr > :nth-child({column + 1})").AllTextContentsAsync()
            ).Select(static cell => cell.Trim());
    }

    [Test]
    public async Task The_picture_of_days_has_a_column_a_day_and_can_be_switched()
    {
        await using var watched = await OpenAsync("");
        var columns = watched.Page.Locator("#days .plot-area .column");
        (await columns.CountAsync()).Should().Be(30);
        (await columns.Last.Locator("title").TextContentAsync())
            .Should()
            .Contain("17 May 2026".Replace(' ', '\u00A0'))
            .And.Contain("tokens");
        await watched.Page.GetByRole(AriaRole.Link, new() { Name = "Rubles" }).FollowAsync();
        await watched.Page.GetByRole(AriaRole.Link, new() { Name = "By model", Exact = true }).FollowAsync();
        watched.Page.Url.Should().Contain("measure=rubles").And.Contain("by=model");
        (await watched.Page.Locator("#days .legend").TextContentAsync()).Should().Contain("GigaChat-2-Max");
        (await watched.Page.Locator("#days .plot-area").GetAttributeAsync("aria-label")).Should().Contain("₽");
        await watched.Page.Locator("#days > details > summary").FollowAsync();
        (await watched.Page.Locator("#days tbody tr").CountAsync()).Should().Be(30);
        await watched.Page.Locator(".periods").GetByRole(AriaRole.Link, new() { Name = "All time" }).FollowAsync();
        (await watched.Page.Locator("#days h2").TextContentAsync()).Should().Be("Spend by week");
        watched.ShouldBeClean();
    }

    [Test]
    public async Task Own_dates_are_chosen_in_the_form()
    {
        await using var watched = await OpenAsync("?measure=rubles&lang=ru");
        await watched.Page.GetByText("Произвольный период").FollowAsync();
        await watched.Page.GetByLabel("С", new() { Exact = true }).FillAsync("2026-05-01");
        await watched.Page.GetByLabel("По", new() { Exact = true }).FillAsync("2026-05-10");
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Показать" }).FollowAsync();
        (await watched.Page.Locator("#days .column").CountAsync()).Should().Be(10);
        watched.Page.Url.Should().Contain("measure=rubles").And.Contain("lang=ru");
        watched.ShouldBeClean();
    }

    [Test]
    public async Task The_form_filters_searches_and_pages()
    {
        await using var watched = await OpenAsync("records");
        var page = watched.Page;
        await page.GetByLabel("Search", new() { Exact = true }).FillAsync("ДРОБ");
        await page.GetByLabel("Operation").SelectOptionAsync("IMAGE_PROMPT");
        await page.GetByLabel("Platform").SelectOptionAsync("web");
        await page.GetByText("More filters").FollowAsync();
        await page.GetByLabel("Outcome").SelectOptionAsync("Completed");
        await page.GetByLabel("Records per page").SelectOptionAsync("25");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).FollowAsync();
        var expected = ExportTests
            .Newest(
                TestUsage.Records.Where(static record =>
                    record.Operation == UsageOperation.ImagePrompt
                    && record.Platform == "web"
                    && record.Outcome == UsageOutcome.Completed
                    && record.Topic?.Contains("дроб", StringComparison.OrdinalIgnoreCase) == true
                )
            )
            .ConvertAll(static record => record.Id);
        expected.Count.Should().BeGreaterThan(50);
        (await IdsAsync(page)).Should().Equal(expected.Take(25));
        (await page.GetByLabel("Search", new() { Exact = true }).InputValueAsync()).Should().Be("ДРОБ");

        await page.GetByRole(AriaRole.Link, new() { Name = "Older →" }).FollowAsync();
        (await IdsAsync(page)).Should().Equal(expected.Skip(25).Take(25));
        await page.GetByRole(AriaRole.Link, new() { Name = "Older →" }).FollowAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "← Newer" }).FollowAsync();
        (await IdsAsync(page)).Should().Equal(expected.Skip(25).Take(25));
        await page.GetByRole(AriaRole.Link, new() { Name = "Newest" }).FollowAsync();
        (await IdsAsync(page)).Should().Equal(expected.Take(25));
        await page.GetByRole(AriaRole.Link, new() { Name = "Sum the selection" }).FollowAsync();
        (await page.Locator("#selection").TextContentAsync())
            .Should()
            .Contain(PageText.English.Records(expected.Count));
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear" }).FollowAsync();
        (await page.Locator("#selection").TextContentAsync()).Should().Contain("20,000");
        watched.ShouldBeClean();
    }

    [Test]
    public async Task A_record_is_shown_whole()
    {
        var record = ExportTests
            .Newest(TestUsage.Records)
            .First(static record =>
                record is { UserName: not null, Topic: not null, Platform: not null, Model: "GigaChat-2-Pro" }
            );
        await using var watched = await OpenAsync(
            $"records?user={record.UserId}&model=GigaChat-2-Pro&platform={record.Platform}&lang=ru"
        );
        await watched.Page.Locator($"tr[data-id='{record.Id}'] a").FollowAsync();
        var fields = watched.Page.Locator("dl.fields");
        var shown = string.Join('\n', await fields.AllTextContentsAsync());
        foreach (
            var value in (string?[])
                [
                    record.UserId,
                    record.UserName,
                    record.AccessToken,
                    record.Topic,
                    record.GenerationId,
                    record.Id.ToString(),
                    record.ModelVersion,
                    "GigaChat-2-Pro",
                    Formats.Russian.Count(record.TotalTokens),
                    Formats.Russian.SmallRubles(TokenCost.Of(record)),
                ]
        )
            shown.Should().Contain(value);
        (await watched.Page.Locator("form, button").CountAsync()).Should().Be(0, "it is read-only");
        watched.ShouldBeClean();
    }

    [Test]
    public async Task The_language_is_switched_on_every_page()
    {
        await using var watched = await OpenAsync("records?size=25&platform=web");
        await watched.Page.GetByRole(AriaRole.Link, new() { Name = "Русский" }).FollowAsync();
        (await watched.Page.Locator("h1").TextContentAsync()).Should().Be("Записи");
        watched.Page.Url.Should().Contain("platform=web").And.Contain("size=25");
        await watched.Page.GetByRole(AriaRole.Link, new() { Name = "Обзор" }).FollowAsync();
        (await watched.Page.Locator("h1").TextContentAsync())
            .Should()
            .Be("Платформа: web", "the pages are all over the same records");
        await watched.Page.GetByRole(AriaRole.Link, new() { Name = "English" }).FollowAsync();
        (await watched.Page.Locator("h1").TextContentAsync()).Should().Be("Platform: web");
        watched.ShouldBeClean();
    }

    [Test]
    public async Task Downloads_are_files_that_parse()
    {
        await using var watched = await OpenAsync("records?platform=web&lang=ru");
        var expected = TestUsage.Records.Count(static record => record.Platform == "web");
        var json = await DownloadAsync("JSON");
        JsonSerializer.Deserialize<JsonElement[]>(json).Should().HaveCount(expected);
        var csv = await DownloadAsync("CSV");
        Csv.Parse(System.Text.Encoding.UTF8.GetString(csv).TrimStart('\uFEFF'), ';').Should().HaveCount(expected + 1);
        watched.ShouldBeClean();

        async Task<byte[]> DownloadAsync(string name)
        {
            var download = await watched.Page.RunAndWaitForDownloadAsync(() =>
                watched.Page.Locator($".downloads >> text={name}").ClickAsync()
            );
            download.SuggestedFilename.Should().Be($"gigachat-usage-records.{name.ToLowerInvariant()}");
            await using var stream = await download.CreateReadStreamAsync();
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);
            return copy.ToArray();
        }
    }

    [Test]
    public async Task Everything_works_without_scripts_and_by_keyboard()
    {
        await using var watched = await OpenAsync(
            "records",
            new BrowserNewContextOptions { JavaScriptEnabled = false }
        );
        await watched.Page.Keyboard.PressAsync("Tab");
        await watched.Page.Keyboard.PressAsync("Enter"); // To the content, past the head.
        await watched.Page.WaitForURLAsync("**#*");
        await watched.Page.Keyboard.PressAsync("Tab");
        await watched.Page.Locator("input[name=q]:focus").WaitForAsync();
        await watched.Page.Keyboard.TypeAsync("закон ома");
        await watched.Page.Keyboard.PressAsync("Enter");
        await watched.Page.WaitForURLAsync("**/records?q=**");
        (await watched.Page.Locator("tbody tr").CountAsync()).Should().Be(50);
        watched.ShouldBeClean();
    }

    [Test]
    [Pairwise]
    public async Task Pages_are_accessible(
        [Values(
            "",
            "?by=model&measure=rubles&period=all",
            "records?user=u-3&source=Estimated",
            "records?user=nobody",
            "?user=u-3",
            "groups?group=model&then=day",
            "changes?period=7d",
            "quality",
            "statement?group=user",
            "detail",
            "diagnosis",
            "records?period=wrong"
        )]
            string address,
        [Values("ru", "en")] string language,
        [Values(1280, 360)] int width,
        [Values] bool dark
    )
    {
        var query = address == "detail" ? $"records/{TestUsage.Records[7].Id}" : address;
        await using var watched = await OpenAsync(
            $"{query}{(query.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={language}",
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 800 },
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            }
        );
        if (!query.Contains("wrong", StringComparison.Ordinal))
            watched.ShouldBeClean();
        await watched.Page.EvaluateAsync(
            "() => document.querySelectorAll('details').forEach(details => details.open = true)"
        );
        await watched.Page.ShouldBeAccessibleAsync(address);
    }

    private static async Task<List<Guid>> IdsAsync(IPage page) =>
        [
            .. (
                await page.EvaluateAsync<string[]>(
                    "() => [...document.querySelectorAll('tr[data-id]')].map(row => row.dataset.id)"
                )
            ).Select(Guid.Parse),
        ];
}
