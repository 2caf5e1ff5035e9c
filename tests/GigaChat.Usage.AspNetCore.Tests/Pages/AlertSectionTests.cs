using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The last alerts on the overview, where the application has alerts.</summary>
[TestFixture]
internal sealed class AlertSectionTests
{
    [Test]
    public async Task Open_and_resolved_alerts_are_listed_in_both_languages_and_link_to_their_records()
    {
        var store = new InMemoryUsageAlertStore();
        await using var host = await DashboardHost.StartAsync(SharedStore.Store, configure: services =>
            services.AddSingleton<IUsageAlertStore>(store)
        );
        var now = TestUsage.Clock().GetUtcNow();
        var open = Alert(now, "User <u-1> spends") with
        {
            Records = new UsageFilter
            {
                From = now.AddHours(-3),
                To = now,
                UserId = "u 1",
                Outcome = UsageOutcome.Failed,
            },
        };
        await store.UpdateAsync([], now, _ => new UsageAlertChanges
        {
            Opened = [Alert(now.AddDays(-2), "Ended") with { ResolvedAt = now.AddDays(-1) }, open],
        });

        var html = await host.TextAsync("?lang=en");
        html.Should()
            .Contain("id=\"alerts\"")
            .And.Contain("User &lt;u-1&gt; spends")
            .And.NotContain("<u-1>")
            .And.MatchRegex("href=\"\\./records\\?[^\"]*outcome=Failed[^\"]*user=u%201");
        html.IndexOf("spends", StringComparison.Ordinal)
            .Should()
            .BeLessThan(html.IndexOf("Ended", StringComparison.Ordinal), "open ones come first");
        (await host.TextAsync("?lang=ru"))
            .Should()
            .Contain("Оповещения")
            .And.Contain("по-русски")
            .And.Contain("действует");
        (await host.TextAsync("export/alerts.json"))
            .Should()
            .Contain("\"rule\":\"test\"")
            .And.Contain("\"state\":\"open\"");
    }

    [Test]
    public async Task Without_alerts_nothing_is_said()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        (await host.TextAsync("?lang=en")).Should().NotContain("id=\"alerts\"");
    }

    internal static UsageAlert Alert(DateTimeOffset at, string title) =>
        new()
        {
            Id = Guid.CreateVersion7(at),
            Rule = "test",
            Key = title,
            OpenedAt = at,
            LastSeenAt = at,
            English = new UsageAlertText { Title = title },
            Russian = new UsageAlertText { Title = title + " по-русски" },
        };
}
