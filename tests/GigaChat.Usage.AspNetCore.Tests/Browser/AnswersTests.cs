using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The ways from a figure to its cause, in a browser without scripts.</summary>
[TestFixture]
[CancelAfter(300_000)]
internal sealed class AnswersTests : BrowserFixture
{
    protected override BrowserNewContextOptions Options => new() { JavaScriptEnabled = false };

    protected override Task<DashboardHost> StartHostAsync() =>
        DashboardHost.StartAsync(SharedStore.Store, configure: TestMoney.Add);

    [Test]
    public async Task Period_is_first_with_the_period_before_the_forecast_and_the_budget()
    {
        await using var watched = await OpenAsync("?period=month&lang=en");
        var card = watched.Page.Locator("#totals > .card").First;
        (await card.GetAttributeAsync("id")).Should().Be("total-period");
        (await card.TextContentAsync())
            .Should()
            .Contain("This month")
            .And.MatchRegex("[+−][0-9.]+% on 1.Apr – 17.Apr.2026: ₽")
            .And.Contain(" a day")
            .And.Contain("expected by 31")
            .And.Contain("Budget “<b>month</b>”: ");
        watched.ShouldBeClean();
    }

    [Test]
    public async Task Bar_leads_to_the_records_of_its_day_and_chips_remove_filters()
    {
        await using var watched = await OpenAsync("?period=7d&platform=web&lang=en");
        var page = watched.Page;
        var bar = page.Locator("#days .plot-area a").First;
        var tip = (await bar.GetAttributeAsync("aria-label"))!.Split(';');
        await bar.FollowAsync();
        await page.WaitForURLAsync("**/records?**");
        page.Url.Should().Contain("from=2026-05-11&to=2026-05-11").And.Contain("platform=web");
        (await page.Locator("#selection").TextContentAsync()).Should().Contain(tip[1].Split(", ")[0]);
        (await page.Locator(".chips li").AllTextContentsAsync()).Should().HaveCount(2);
        await page.GetByRole(AriaRole.Link, new() { Name = "Remove the filter: Platform" }).FollowAsync();
        page.Url.Should().EndWith("records?from=2026-05-11&to=2026-05-11&lang=en");
        await page.GetByRole(AriaRole.Link, new() { Name = "Remove the filter: Period" }).FollowAsync();
        page.Url.Should().EndWith("records?lang=en");
        watched.ShouldBeClean();
    }

    [Test]
    public async Task Today_is_drawn_by_hours_and_an_hour_leads_to_its_records()
    {
        await using var watched = await OpenAsync("?period=today&lang=en");
        var page = watched.Page;
        (await page.Locator("#days h2").TextContentAsync()).Should().Be("Spend by hour");
        (await page.Locator("#days .column").CountAsync()).Should().Be(24);
        var tip = (await page.Locator("#days .plot-area a").First.GetAttributeAsync("aria-label"))!.Split(';');
        await page.Locator("#days .plot-area a").First.FollowAsync();
        await page.WaitForURLAsync("**/records?**");
        page.Url.Should().Contain("hour=2026-05-1");
        (await page.Locator("#selection").TextContentAsync()).Should().Contain(tip[1].Split(", ")[0]);
        watched.ShouldBeClean();
    }

    [Test]
    public async Task User_has_a_page_reached_from_the_list_of_all_users_which_every_column_orders()
    {
        await using var watched = await OpenAsync("?period=90d&lang=en");
        var page = watched.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Show all: User" }).FollowAsync();
        (await page.Locator("#groups tbody tr").CountAsync()).Should().Be(25, "24 users, and calls without one");
        (await page.Locator("#groups").TextContentAsync()).Should().Contain("Without a user");
        await page.GetByRole(AriaRole.Link, new() { Name = "Requests" }).FollowAsync();
        page.Url.Should().Contain("sort=-requests");
        (await CountsAsync(page)).Should().BeInDescendingOrder();
        await page.GetByRole(AriaRole.Link, new() { Name = "Requests" }).FollowAsync();
        (await CountsAsync(page)).Should().BeInAscendingOrder();
        (await page.Locator("#groups th[aria-sort]").GetAttributeAsync("aria-sort")).Should().Be("ascending");
        await page.Locator("#groups tbody th a").First.FollowAsync();
        page.Url.Should().Contain("user=u-").And.Contain("period=90d");
        (await page.Locator("h1").TextContentAsync()).Should().MatchRegex("^User: .*u-[0-9]+");
        (await page.Locator("#total-period").TextContentAsync()).Should().Contain("of all tokens");
        (await page.Locator("#models tbody tr").CountAsync()).Should().BeGreaterThan(3);
        (await page.Locator("#latest tbody tr").CountAsync()).Should().Be(10);
        (await page.Locator("#recorder, #forecast, #packages").CountAsync()).Should().Be(0, "they are about all calls");
        watched.ShouldBeClean();
    }

    [Test]
    public async Task Two_dimensions_are_chosen_in_the_form()
    {
        await using var watched = await OpenAsync("groups?lang=en");
        var page = watched.Page;
        await page.GetByLabel("Group by").SelectOptionAsync("month");
        await page.GetByLabel("Then by").SelectOptionAsync("model");
        await page.Locator(".grouping button").FollowAsync();
        page.Url.Should().EndWith("groups?group=month&then=model&lang=en");
        (await page.Locator("#groups h2").TextContentAsync()).Should().Be("Month × Model");
        (await page.Locator("#groups tbody tr").CountAsync()).Should().Be(10, "five models in two months");
        watched.ShouldBeClean();
    }

    [Test]
    public async Task Why_leads_to_the_causes_of_the_change()
    {
        await using var watched = await OpenAsync("?period=7d&lang=en");
        var page = watched.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Why?" }).FollowAsync();
        page.Url.Should().Contain("changes?period=7d");
        (await page.Locator("#summary-title").TextContentAsync())
            .Should()
            .MatchRegex("[+−]₽[0-9,.]+ \\([+−][0-9.]+%\\)");
        (await page.Locator("#change-user tbody tr").CountAsync()).Should().Be(8);
        await page.GetByRole(AriaRole.Link, new() { Name = "the same days a week before" }).FollowAsync();
        page.Url.Should().Contain("against=week");
        watched.ShouldBeClean();
    }

    [Test]
    public async Task Page_is_loaded_again_by_the_browser_when_the_viewer_wants_it()
    {
        await using var watched = await OpenAsync("?period=7d&lang=en");
        await watched.Page.GetByRole(AriaRole.Link, new() { Name = "every 30 s" }).FollowAsync();
        watched.Page.Url.Should().Contain("period=7d").And.Contain("refresh=30");
        using var response = await Host.SendAsync(HttpMethod.Get, "?period=7d&refresh=30");
        response.Headers.GetValues("Refresh").Should().Equal("30");
        (await Host.StatusAsync("?refresh=1")).Should().Be(400);
        watched.ShouldBeClean();
    }

    private static async Task<IEnumerable<int>> CountsAsync(IPage page) =>
        (await page.Locator("#groups tbody tr > :nth-child(2)").AllTextContentsAsync()).Select(static text =>
            int.Parse(
                text,
                System.Globalization.NumberStyles.AllowThousands,
                System.Globalization.CultureInfo.InvariantCulture
            )
        );
}
