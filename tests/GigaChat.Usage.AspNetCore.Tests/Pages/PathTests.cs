using System.Text.RegularExpressions;
using GigaChat.Usage.Storage;
using Microsoft.AspNetCore.Builder;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The dashboard works wherever it lies, and its links lead somewhere.</summary>
[TestFixture]
internal sealed partial class PathTests
{
    [Test]
    public async Task Every_link_of_every_page_leads_to_a_page([Values("", "/base")] string pathBase)
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store, app => app.UsePathBase(pathBase));
        await CrawlAsync(host, new Uri(host.Origin, $"{pathBase}{DashboardHost.Path}?lang=ru"));
    }

    [Test]
    public async Task Behind_a_proxy_that_strips_a_prefix_links_stay_below_it()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store, static app => app.Use(
                    static (context, next) =>
                    {
                        if (
                            context.Request.Path.StartsWithSegments(
                                "/outside",
                                StringComparison.Ordinal,
                                out var inside
                            )
                        )
                            context.Request.Path = inside; // The application is not told of the prefix.
                        else
                            context.Request.Path = "/lost";
                        return next(context);
                    }
                )
                .UseRouting());
        await CrawlAsync(host, new Uri(host.Origin, $"/outside{DashboardHost.Path}"));
    }

    [TestCase("/")]
    [TestCase("/usage/")]
    [TestCase("/a/b/c")]
    public async Task It_lies_at_any_path(string path)
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store, map: app =>
            app.MapGigaChatUsageDashboard(path)
        );
        await CrawlAsync(host, new Uri(host.Origin, path));
    }

    [Test]
    public async Task Two_dashboards_can_stand_in_one_application()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store, map: static app =>
        {
            app.MapGroup("/other").MapGigaChatUsageDashboard("/usage");
            return app.MapGigaChatUsageDashboard(DashboardHost.Path);
        });
        using var response = await host.Client.GetAsync(new Uri(host.Origin, "/other/usage/records"));
        ((int)response.StatusCode).Should().Be(200);
        (await host.StatusAsync("records")).Should().Be(200);
    }

    [Test]
    public async Task An_address_with_a_slash_at_its_end_has_links_that_work()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        (await host.TextAsync("records/"))
            .Should()
            .Contain("href=\"../assets/dashboard.css\"")
            .And.Contain("action=\"../records\"");
        (await host.TextAsync("no/such/page")).Should().Contain("href=\"../../assets/dashboard.css\"");
    }

    [TestCase("assets/dashboard.css", "br", "br")]
    [TestCase("assets/dashboard.css", "gzip, deflate", "gzip")]
    [TestCase("assets/dashboard.css", "br;q=0, gzip", "gzip")]
    [TestCase("assets/favicon.svg", "identity", null)]
    public async Task Assets_come_compressed_and_are_revalidated(string asset, string accepted, string? encoding)
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        using var response = await host.SendAsync(HttpMethod.Get, asset, ("Accept-Encoding", accepted));
        response.Content.Headers.ContentEncoding.SingleOrDefault().Should().Be(encoding);
        (await response.Content.ReadAsByteArrayAsync()).Should().NotBeEmpty();
        var tag = response.Headers.ETag!.ToString();

        using var again = await host.SendAsync(
            HttpMethod.Get,
            asset,
            ("Accept-Encoding", accepted),
            ("If-None-Match", tag)
        );
        ((int)again.StatusCode).Should().Be(304);
        again.Headers.ETag!.ToString().Should().Be(tag);
        (await host.StatusAsync(asset, ("Accept-Encoding", accepted), ("If-None-Match", "\"other\""))).Should().Be(200);
        (await host.StatusAsync("assets/appsettings.json")).Should().Be(404);
    }

    /// <summary>Follows every link within the dashboard, each kind of page at least once.</summary>
    private static async Task CrawlAsync(DashboardHost host, Uri start)
    {
        var (seen, waiting) = (new HashSet<string>(StringComparer.Ordinal), new Queue<Uri>([start]));
        while (seen.Count < 120 && waiting.TryDequeue(out var address))
        {
            if (!seen.Add(Shape(address)))
                continue;
            using var response = await host.Client.GetAsync(address);
            if (response.Headers.Location is { } location)
            {
                waiting.Enqueue(new Uri(address, location));
                continue;
            }

            ((int)response.StatusCode).Should().Be(200, address.ToString());
            if (response.Content.Headers.ContentType!.MediaType != "text/html")
                continue;
            foreach (Match link in Links().Matches(await response.Content.ReadAsStringAsync()))
            {
                var target = new Uri(address, System.Net.WebUtility.HtmlDecode(link.Groups["to"].Value));
                target.Authority.Should().Be(host.Origin.Authority);
                target.AbsolutePath.Should().StartWith(start.AbsolutePath.TrimEnd('/'));
                waiting.Enqueue(target);
            }
        }

        seen.Should().HaveCountGreaterThan(20);
    }

    /// <summary>Records are many and alike: two of them are enough.</summary>
    private static string Shape(Uri address) =>
        Ids().Replace(address.PathAndQuery, static id => $"id{id.Value[^1] % 2}");

    [GeneratedRegex("(?:href|src|action)=\"(?<to>[^\"]*)\"", RegexOptions.None, 5_000)]
    private static partial Regex Links();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]{16}-[0-9a-f]{32}", RegexOptions.None, 5_000)]
    private static partial Regex Ids();
}
