using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The dashboard before the first record, and what the diagnostics found to be well.</summary>
[TestFixture]
internal sealed partial class FirstRunTests
{
    [Test]
    public async Task Empty_dashboard_is_a_checklist_with_the_lines_that_are_left()
    {
        var store = new InMemoryUsageStore();
        await using var host = await DashboardHost.StartAsync(store, configure: static services =>
            services.AddHttpClient("chat", static http => http.BaseAddress = new Uri("https://gigachat.corp.example"))
        );
        var html = System.Net.WebUtility.HtmlDecode(await host.TextAsync("?lang=en"));
        html.Should()
            .Contain("id=\"first-run\"")
            .And.Contain("http.BaseAddress = new Uri(", "a client is not tracked")
            .And.Contain("data-code=\"GCU013\"")
            .And.NotContain(".UseSqlite(", "a store was chosen")
            .And.Contain("refresh=10");

        await store.AppendAsync([TestUsage.Records[0]], CancellationToken.None);
        await using var started = await DashboardHost.StartAsync(store);
        (await started.TextAsync("?lang=en")).Should().NotContain("id=\"first-run\"");
    }

    [Test]
    public async Task Diagnosis_lists_what_passed_but_not_what_did_not_or_was_not_examined()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var html = await host.TextAsync("diagnosis?lang=en");
        html.Should().Contain("id=\"prices\"");
        Tags()
            .Replace(html, "")
            .Should()
            .Contain("GCU010–GCU016")
            .And.Contain("GCU030–GCU037")
            .And.NotContain("GCU050–GCU051", "some tokens have no price");
        Check
            .PassedBy(
                new UsageDiagnosis(
                    TestUsage.Now,
                    [
                        UsageFinding.Of(
                            UsageFindingCode.StoreUnreadable,
                            UsageFindingSeverity.Error,
                            $"The store cannot be read.",
                            "Look."
                        ),
                    ]
                )
            )
            .Select(static check => check.First)
            .Should()
            .NotContain([UsageFindingCode.StoreFails, UsageFindingCode.PriceMissing, UsageFindingCode.NoTimeZones])
            .And.Contain(UsageFindingCode.RetryInside);
    }

    [GeneratedRegex("<[a-zA-Z/][^>]*>", RegexOptions.None, 1_000)]
    private static partial Regex Tags();
}
