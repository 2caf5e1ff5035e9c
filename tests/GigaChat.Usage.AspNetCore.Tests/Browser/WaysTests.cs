using System.IO.Compression;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The ways between the pages, and out of them: records without a value, budgets of a key, quality, statement,
/// files, the JSON API, refresh and the first run.</summary>
[TestFixture]
[CancelAfter(600_000)]
internal sealed class WaysTests : BrowserFixture
{
    [Test]
    public async Task Records_without_a_user_are_a_row_with_a_page_and_a_list_of_the_same_sum()
    {
        await using var watched = await OpenAsync("groups?group=user&period=90d&lang=en");
        var page = watched.Page;
        var row = page.Locator("#groups tbody tr", new() { HasText = "Without a user" });
        var tokens = await row.Locator("td").Nth(1).TextContentAsync();
        var expected = TestUsage.Records.Where(static record =>
            record.UserId is null && record.CreatedAt >= ListTests.Moscow(2026, 2, 17)
        );
        tokens.Should().Be(Formats.English.Count(expected.Sum(static record => record.TotalTokens)));
        await row.Locator("th a").FollowAsync();
        page.Url.Should().Contain("without=user");
        (await page.Locator("h1").TextContentAsync()).Should().Be("Without a value: User");
        (await page.Locator("#total-period .figure").TextContentAsync()).Should().Be(tokens);
        await page.Locator("#total-period .figure").FollowAsync();
        page.Url.Should().Contain("/records?").And.Contain("without=user");
        (await page.Locator("#selection").TextContentAsync()).Should().Contain(tokens);
        (await page.Locator("td.payer").AllTextContentsAsync()).Should().NotContain(static name => name.Contains("u-"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Remove the filter: Without a value" }).FollowAsync();
        page.Url.Should().NotContain("without");
        await page.GotoAsync(Address(Host, "groups?group=tag:tenant&period=90d&lang=en"));
        await page.Locator("#groups tbody tr", new() { HasText = "Without the tag" }).Locator("th a").FollowAsync();
        page.Url.Should().Contain("without-tag=tenant");
        (await page.Locator("h1").TextContentAsync()).Should().Be("Without the tag: tenant");
        watched.ShouldBeClean();
    }

    [Test]
    public async Task Other_users_are_a_row_with_a_list_of_the_rest_and_its_sum()
    {
        await using var watched = await OpenAsync("?period=90d&lang=en");
        var page = watched.Page;
        var shown = await page.Locator("#users tbody th a").AllTextContentsAsync();
        var row = page.Locator("#users tbody tr", new() { HasText = "Other users" });
        var numbers = await row.Locator("td.number").AllTextContentsAsync();
        await row.Locator("th a").FollowAsync();
        page.Url.Should().Contain("/groups?").And.Contain("beyond=10");
        var listed = await page.Locator("#groups tbody th a").AllTextContentsAsync();
        listed.Should().HaveCountGreaterThan(10).And.NotIntersectWith(shown.Take(10));
        var total = await page.Locator("#groups tfoot").TextContentAsync();
        foreach (var number in numbers.Where(static text => !text.Contains('%', StringComparison.Ordinal)))
            total.Should().Contain(number);
        watched.ShouldBeClean();
    }

    [TestCase("?tag=tenant%3Dacme", "tenants", "acme")]
    [TestCase("?model=GigaChat-2-Max", "models", "GigaChat-2-Max")]
    [TestCase("?user=u-3", "users", "u-3")]
    public async Task Page_of_a_tag_a_model_and_a_user_has_its_budgets(string address, string name, string key)
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store, configure: static services => services
                .AddGigaChatUsageTracking()
                .AddBudgets(
                    new UsageBudget { Name = "all", Rubles = 5_000 },
                    new UsageBudget
                    {
                        Name = "tenants",
                        Scope = BudgetScope.Tag,
                        TagKey = "tenant",
                        Rubles = 2_000,
                    },
                    new UsageBudget
                    {
                        Name = "models",
                        Scope = BudgetScope.Model,
                        Rubles = 2_000,
                    },
                    new UsageBudget
                    {
                        Name = "users",
                        Scope = BudgetScope.User,
                        Rubles = 2_000,
                    }
                ));
        await using var watched = await OpenAsync(host, $"{address}&period=month&lang=en");
        var rubles = await watched.Page.Locator("#total-period .money").TextContentAsync();
        var rows = watched.Page.Locator("#budgets tbody tr");
        (await rows.CountAsync()).Should().Be(1);
        (await rows.TextContentAsync()).Should().Contain(name).And.Contain(key).And.Contain(rubles);
        (await watched.Page.Locator("#total-period").TextContentAsync()).Should().Contain($"Budget “{name}”: {rubles}");
        watched.ShouldBeClean();
    }

    [Test]
    public async Task Quality_leads_from_a_rate_to_the_records_that_failed()
    {
        await using var watched = await OpenAsync("quality?period=7d&lang=en");
        var page = watched.Page;
        var failed = TestUsage.Records.Count(static record =>
            record.Outcome == UsageOutcome.Failed && record.CreatedAt >= ListTests.Moscow(2026, 5, 11)
        );
        (await page.Locator("#quality-failed .note").TextContentAsync()).Should().Be(PageText.English.Requests(failed));
        (await page.Locator("#quality-model thead").TextContentAsync())
            .Should()
            .ContainAll("Duration, p50", "Duration, p95", "First token, p50", "First token, p95", "Cached", "Saved");
        (await page.Locator("#quality-day tbody tr").CountAsync()).Should().Be(7);
        await page.Locator("#quality-failed a").FollowAsync();
        page.Url.Should().Contain("outcome=Failed").And.Contain("period=7d");
        (await page.Locator("#selection").TextContentAsync()).Should().Contain(PageText.English.Records(failed));
        watched.ShouldBeClean();
    }

    [Test]
    public async Task Statement_is_chosen_by_month_printed_without_controls_and_taken_as_a_workbook()
    {
        await using var watched = await OpenAsync("statement?month=2026-04&lang=ru");
        var page = watched.Page;
        await page.Locator(".switches").GetByRole(AriaRole.Link, new() { Name = "Пользователь" }).FollowAsync();
        (await page.Locator("h1").TextContentAsync()).Should().Be("Отчёт за месяц: апрель\u00A02026");
        var cost = await Host.Usage.GetCostAsync(
            new UsageFilter { From = ListTests.Moscow(2026, 4, 1), To = ListTests.Moscow(2026, 5, 1) }
        );
        (await page.Locator("#statement .sums").TextContentAsync())
            .Should()
            .Contain(Formats.Russian.Rubles(cost.Rubles))
            .And.Contain(Formats.Russian.Rubles(cost.VatRubles))
            .And.Contain(Formats.Russian.Rubles(cost.NetRubles));
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        (
            await page.Locator(".periods, .downloads, .sections, .refresh")
                .EvaluateAllAsync<bool>("all => all.some(one => one.getClientRects().length > 0)")
        )
            .Should()
            .BeFalse("paper has no controls");
        await page.EmulateMediaAsync(new() { Media = Media.Screen });

        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.Locator(".downloads").GetByText("XLSX").ClickAsync()
        );
        download.SuggestedFilename.Should().Be("gigachat-usage-statement.xlsx");
        await using var stream = await download.CreateReadStreamAsync();
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        using var book = new ZipArchive(copy, ZipArchiveMode.Read);
        book.Entries.Select(static entry => entry.FullName).Should().Contain("xl/worksheets/sheet1.xml");
        watched.ShouldBeClean();
    }

    [Test]
    public async Task Files_and_the_API_are_the_same_in_every_language_and_with_the_same_filter()
    {
        await using var watched = await OpenAsync("?period=7d&platform=web&lang=ru");
        var russian = await DownloadAsync();
        await watched.Page.GetByRole(AriaRole.Link, new() { Name = "English" }).FollowAsync();
        (await DownloadAsync()).Should().Be(russian, "keys and numbers have no language");
        using var models = JsonDocument.Parse(russian);

        using var api = JsonDocument.Parse(await Host.TextAsync("api/v1/models?period=7d&platform=web"));
        api.RootElement.GetProperty("data").GetRawText().Should().Be(models.RootElement.GetRawText());
        using var document = JsonDocument.Parse(await Host.TextAsync("api/v1/openapi.json"));
        document.RootElement.GetProperty("paths").EnumerateObject().Should().HaveCountGreaterThan(10);
        watched.ShouldBeClean();

        async Task<string> DownloadAsync()
        {
            var download = await watched.Page.RunAndWaitForDownloadAsync(() =>
                watched.Page.Locator("#models .downloads").GetByText("JSON").ClickAsync()
            );
            using var reader = new StreamReader(await download.CreateReadStreamAsync());
            return await reader.ReadToEndAsync();
        }
    }

    [Test]
    public async Task Refresh_shows_a_new_record_without_a_click_or_a_script()
    {
        var (store, clock) = (new InMemoryUsageStore(), TestUsage.Clock());
        await store.AppendAsync([TestUsage.Records[0] with { CreatedAt = TestUsage.Now }], CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store, clock: clock);
        await using var watched = await OpenAsync(
            host,
            "?period=today&refresh=5&lang=en",
            new BrowserNewContextOptions { JavaScriptEnabled = false }
        );
        (await RequestsAsync()).Should().Contain(PageText.English.Requests(1));
        await store.AppendAsync([TestUsage.Records[1] with { CreatedAt = TestUsage.Now }], CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(6));
        await watched
            .Page.Locator("#total-period", new() { HasText = PageText.English.Requests(2) })
            .WaitForAsync(new() { Timeout = 300_000 });
        (await watched.Page.Locator(".bottom").TextContentAsync()).Should().Contain("As of 17");

        async Task<string?> RequestsAsync() => await watched.Page.Locator("#total-period").TextContentAsync();
    }

    [Test]
    public async Task First_run_is_a_checklist_that_the_first_record_replaces()
    {
        var (store, clock) = (new InMemoryUsageStore(), TestUsage.Clock());
        await using var host = await DashboardHost.StartAsync(
            store,
            configure: static services =>
                services.AddHttpClient("chat", static http =>
                    http.BaseAddress = new Uri("https://gigachat.corp.example")
                ),
            clock: clock
        );
        await using var watched = await OpenAsync(host, "?lang=ru");
        var page = watched.Page;
        (await page.Locator("#first-run .steps pre").CountAsync()).Should().BeGreaterThan(0, "lines to paste");
        (await page.Locator("#first-run [data-code=GCU013]").CountAsync()).Should().Be(1);
        await store.AppendAsync([TestUsage.Records[0] with { CreatedAt = TestUsage.Now }], CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(6));
        await page.ReloadAsync();
        (await page.Locator("#first-run").CountAsync()).Should().Be(0);
        (await page.Locator("#total-period").TextContentAsync()).Should().Contain(PageText.Russian.Requests(1));

        await page.GetByRole(AriaRole.Link, new() { Name = "Диагностика" }).FollowAsync();
        (await page.Locator("#passed li").CountAsync()).Should().BeGreaterThan(3, "what passed is listed too");
        (await page.Locator("#prices tbody tr").CountAsync()).Should().BeGreaterThan(3);
        (await page.Locator("#passed [title*='diagnosis.md#gcu'], #passed a[href*='diagnosis.md#gcu']").CountAsync())
            .Should()
            .BeGreaterThan(3, "codes lead to their documentation");
        watched.ShouldBeClean();
    }
}
