using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace GigaChat.Usage.AspNetCore;

/// <summary>No number is cut at any width, however large the numbers and however long the names are; a text that is cut
/// has the whole of it in its title.</summary>
[TestFixture]
[CancelAfter(300_000)]
internal sealed class ClippingTests : BrowserFixture
{
    /// <summary>What is cut, a line each.</summary>
    private const string Cut = """
        () => {
          const found = [];
          const tell = (what, e) => found.push(`${what} ${e.scrollWidth} > ${e.clientWidth}: ${e.outerHTML.slice(0, 160)}`);
          const shown = e => e.getClientRects().length > 0;
          const isCut = e => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1;
          for (const e of document.querySelectorAll('.card, .scroll, td.number, .money, .big, .lead, .counters dd, .sum, .fields dd'))
            if (shown(e) && isCut(e)) tell('cut', e);
          for (const e of document.querySelectorAll('.figures td.text, .figures th[scope=row]'))
            if (shown(e) && isCut(e) && !e.querySelector('[title]')) tell('without its whole text', e);
          for (const e of document.querySelectorAll('td.number, .money, .figure')) {
            const card = e.closest('.card');
            if (shown(e) && card && e.getBoundingClientRect().right > card.getBoundingClientRect().right) tell('outside of its card', e);
          }
          for (const e of document.querySelectorAll('td.number'))
            if (shown(e) && getComputedStyle(e).display === 'table-cell' && e.getBoundingClientRect().height > 60) tell('broken over lines', e);
          if (document.documentElement.scrollWidth > document.documentElement.clientWidth) tell('page', document.documentElement);
          return found;
        }
        """;

    protected override async Task<DashboardHost> StartHostAsync()
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync([.. Enumerable.Range(0, 240).Select(Large)], CancellationToken.None);
        var (alerts, now) = (new InMemoryUsageAlertStore(), TestUsage.Now);
        await alerts.UpdateAsync([], now, _ => new UsageAlertChanges
        {
            Opened =
            [
                AlertSectionTests.Alert(now.AddDays(-2), "Token packages of GigaChat-2-Max run out on 11 December") with
                {
                    ResolvedAt = now,
                },
            ],
        });
        return await DashboardHost.StartAsync(store, configure: services =>
            services
                .AddSingleton<IUsageAlertStore>(alerts)
                .AddGigaChatUsageTracking()
                .AddBudgets(new UsageBudget { Name = "month", Rubles = 1_000 })
        );
    }

    [Test]
    public async Task Page_cuts_no_number(
        [Values(360, 390, 768, 1024, 1440, 1920)] int width,
        [Values("ru", "en")] string language
    )
    {
        await using var watched = await WatchedPage.OpenAsync(
            Browser,
            Host.Origin,
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 900 },
            }
        );
        foreach (
            var address in (string[])
                [
                    "/?",
                    "/?measure=rubles&period=all&",
                    $"/?user={Large(1).UserId}&",
                    "/groups?",
                    "/groups?group=user&then=model&",
                    "/changes?period=7d&",
                    "/quality?",
                    "/statement?month=2026-05&group=user&",
                    "/records?",
                    $"/records/{Large(0).Id}?",
                ]
        )
        {
            await watched.Page.GotoAsync(
                new Uri(Host.Origin, $"{DashboardHost.Path}{address}lang={language}").AbsoluteUri
            );
            await watched.Page.EvaluateAsync(
                "() => document.querySelectorAll('details').forEach(details => details.open = true)"
            );
            (await watched.Page.EvaluateAsync<string[]>(Cut)).Should().BeEmpty("{0} is {1} wide", address, width);
        }

        watched.ShouldBeClean();
    }

    [Test]
    public async Task Budget_over_its_limit_looks_different()
    {
        await using var watched = await OpenAsync("?lang=en");
        (await watched.Page.Locator("#budgets strong.over").CountAsync()).Should().Be(1);
        (await watched.Page.Locator("#budgets .share.over").CountAsync()).Should().Be(1);
    }

    private static UsageRecord Large(int index)
    {
        var model = index % 60;
        var id = $"user-{index % 20}-".PadRight(120, 'w');
        return new UsageRecord
        {
            Id = new Guid(index + 1, 0, 0, new byte[8]),
            CreatedAt = TestUsage.Now.AddHours(-index),
            Operation = UsageOperation.TextGeneration,
            Model = model == 0 ? "GigaChat-2-Max" : $"GigaChat-experimental-with-a-long-name-{model}",
            UserId = index % 7 == 0 ? null : id,
            AccessToken = new string('t', 120),
            Platform = index % 2 == 0 ? "web" : new string('p', 50),
            GenerationId = id,
            Topic = new string('т', 120),
            TotalTokens = 1_000_000_000 + index,
            PromptTokens = 900_000_000,
            CompletionTokens = 100_000_000 + index,
            CachedPromptTokens = 800_000_000,
            Duration = TimeSpan.FromSeconds(125.5),
            TimeToFirstToken = TimeSpan.FromSeconds(12.25),
            Source = (UsageSource)(1 + (index % 2)),
        };
    }
}
