using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Viewers share answers that are a few seconds old, so that the store's work does not grow with
/// them.</summary>
[TestFixture]
internal sealed partial class FreshnessTests
{
    private const string OneRequest = "<span>1&#xA0;request</span>";
    private const string TwoRequests = "<span>2&#xA0;requests</span>";

    [Test]
    public async Task An_overview_is_asked_for_once_in_five_seconds_and_then_anew()
    {
        var (clock, asked, store) = (new FakeTimeProvider(TestUsage.Now), 0, new BrokenStore());
        await store.AppendAsync([TestUsage.Records[0]], CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store, clock: clock);
        await host.TextAsync("groups?period=7d"); // The values of the filters are kept for ten seconds.
        store.Trouble = _ =>
        {
            asked++;
            return Task.CompletedTask;
        };

        (await host.TextAsync("?period=all")).Should().Contain(OneRequest);
        var askedByOne = asked;
        askedByOne.Should().BePositive();
        await store.AppendAsync([TestUsage.Records[1]], CancellationToken.None);
        asked = 0;
        clock.Advance(TimeSpan.FromSeconds(4.9));
        foreach (var language in new[] { "en", "ru", "en" })
            await host.TextAsync($"?period=all&lang={language}");
        asked.Should().Be(0);

        clock.Advance(TimeSpan.FromSeconds(0.1));
        (await host.TextAsync("?period=all")).Should().Contain(TwoRequests);
        asked.Should().Be(askedByOne);
    }

    /// <summary>Days are kept from page to page, by platform, by hour and by user, until they change.</summary>
    [Test]
    public async Task A_day_that_changed_is_read_again()
    {
        var (clock, store) = (new FakeTimeProvider(TestUsage.Now), new BrokenStore());
        var record = TestUsage.Records[0] with
        {
            CreatedAt = ListTests.Moscow(2026, 5, 3).AddHours(10),
            Platform = "web",
        };
        await store.AppendAsync([record], CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store, clock: clock);
        foreach (var last in new[] { 3, 4 })
        {
            var before = await host.TextAsync($"?from=2026-05-03&to=2026-05-0{last}");
            before.Should().NotContain(">telegram<").And.NotContain("505.56");
        }

        await store.AppendAsync(
            [
                record with
                {
                    Id = Guid.CreateVersion7(),
                    CreatedAt = ListTests.Moscow(2026, 5, 3).AddHours(17),
                    Platform = "telegram",
                    Model = "GigaChat-2-Max",
                    PromptTokens = null,
                    CompletionTokens = null,
                    CachedPromptTokens = null,
                    TotalTokens = 777_777,
                },
            ],
            CancellationToken.None
        );
        clock.Advance(TimeSpan.FromSeconds(5));
        var page = await host.TextAsync("?from=2026-05-03&to=2026-05-05&lang=en");
        page.Should().Contain(">telegram</a>");
        page[page.IndexOf("id=\"hours\"", StringComparison.Ordinal)..].Should().Contain("17:00;777,777&#xA0;tokens");
        page[page.IndexOf("id=\"users\"", StringComparison.Ordinal)..].Should().Contain("505.56");
    }

    /// <summary>A record arrives before every answer of the store; a page has one sum all the same.</summary>
    [Test]
    public async Task Sections_of_a_page_agree_while_records_arrive(
        [Values("?period=7d", "?period=today", "?period=month&platform=web")] string address
    )
    {
        var (store, arriving) = (new BrokenStore(), 0);
        var record = TestUsage.Records[0] with { Platform = "web", Model = "GigaChat-2", TotalTokens = 1_000 };
        await store.AppendAsync(
            [.. Enumerable.Range(0, 12).Select(i => Arrived(record, TestUsage.Now.AddHours(-9 * i)))],
            CancellationToken.None
        );
        await using var host = await DashboardHost.StartAsync(store, clock: new FakeTimeProvider(TestUsage.Now));
        store.Trouble = async token =>
        {
            if (Interlocked.Exchange(ref arriving, 1) == 1)
                return;
            await store.AppendAsync([Arrived(record, TestUsage.Now)], token);
            arriving = 0;
        };
        var html = await host.TextAsync($"{address}&lang=en");
        var sums = new[] { "days", "operations", "platforms", "models", "token-types", "sources", "users", "hours" }
            .Select(section => (Section: section, Sum: TotalOf(html, section)))
            .ToList();
        sums.Should().OnlyContain(one => one.Sum == sums[0].Sum);
        sums[0].Sum.Should().BePositive();
    }

    [Test]
    public async Task Another_period_is_another_question()
    {
        var store = new BrokenStore();
        await store.AppendAsync([TestUsage.Records[0]], CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store, clock: new FakeTimeProvider(TestUsage.Now));
        var all = await host.TextAsync("?period=all");
        (await host.TextAsync("?from=2019-01-01&to=2019-01-02")).Should().NotBe(all).And.Contain("2019");
    }

    [Test]
    public async Task Trouble_is_not_kept()
    {
        var store = new BrokenStore { Trouble = BrokenStore.Down };
        await using var host = await DashboardHost.StartAsync(store, clock: new FakeTimeProvider(TestUsage.Now));
        (await host.TextAsync("")).Should().Contain("does not respond");
        store.Trouble = static _ => Task.CompletedTask;
        (await host.TextAsync("")).Should().NotContain("does not respond");
    }

    private static UsageRecord Arrived(UsageRecord record, DateTimeOffset at) =>
        record with
        {
            Id = Guid.CreateVersion7(),
            CreatedAt = at,
        };

    private static long TotalOf(string html, string section)
    {
        var foot = html[html.IndexOf($"id=\"{section}\"", StringComparison.Ordinal)..];
        var sum = Tokens().Match(foot[foot.IndexOf("<tfoot>", StringComparison.Ordinal)..]).Groups["sum"].Value;
        return long.Parse(sum, NumberStyles.Number, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(
        "data-label=\"Tokens\">(?:<a[^>]*>)?(?<sum>[0-9,]+)<",
        RegexOptions.None,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex Tokens();
}
