using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.AspNetCore;

/// <summary>What an application does for all of its endpoints opens the dashboard neither to other sites nor to other
/// viewers (L30).</summary>
[TestFixture]
internal sealed class OtherSiteTests
{
    [TestCase("Sec-Fetch-Site", "cross-site", 403)]
    [TestCase("Sec-Fetch-Site", "same-site", 403)]
    [TestCase("Sec-Fetch-Site", "same-origin", 200)]
    [TestCase("Sec-Fetch-Site", "none", 200)]
    [TestCase("Origin", "https://evil.example", 403)]
    [TestCase("Origin", "null", 403)]
    [TestCase("Origin", "http://localhost:1", 403)]
    public async Task Request_for_another_site_is_refused_without_a_policy(string header, string value, int status)
    {
        await using var host = await DashboardHost.StartAsync(new InMemoryUsageStore());

        (await host.StatusAsync("", (header, value))).Should().Be(status);
        (await host.StatusAsync("export/days.json", (header, value))).Should().Be(status);
    }

    [Test]
    public async Task Request_of_the_dashboards_own_origin_is_served()
    {
        await using var host = await DashboardHost.StartAsync(new InMemoryUsageStore());

        (await host.StatusAsync("", ("Origin", host.Origin.GetLeftPart(UriPartial.Authority)))).Should().Be(200);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Cors_for_every_origin_does_not_hold_for_the_dashboard(bool isOpen)
    {
        await using var host = await DashboardHost.StartAsync(
            SharedStore.Store,
            static app => app.UseCors(static policy => policy.AllowAnyOrigin().AllowAnyHeader().AllowAnyMethod()),
            dashboard =>
            {
                if (isOpen)
                    dashboard.AllowAnonymous();
            },
            static services => services.AddCors()
        );

        using var response = await host.SendAsync(
            HttpMethod.Get,
            "export/days.json",
            ("Origin", "https://evil.example")
        );
        ((int)response.StatusCode).Should().Be(403);
        response.Headers.Contains("Access-Control-Allow-Origin").Should().BeFalse();
        response.Headers.GetValues("X-Frame-Options").Should().Equal("DENY");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Output_cache_of_everything_never_replays_the_dashboard(bool beforeRouting)
    {
        await using var host = await DashboardHost.StartAsync(
            SharedStore.Store,
            app =>
            {
                if (beforeRouting)
                {
                    app.UseOutputCache();
                    app.UseRouting();
                }
                else
                {
                    app.UseRouting();
                    app.UseOutputCache();
                }

                app.UseAuthentication();
                app.UseAuthorization();
            },
            static dashboard => dashboard.RequireAuthorization("admins"),
            static services =>
            {
                HeaderAuthentication.Add(services);
                services.AddOutputCache(static options =>
                    options.AddBasePolicy(
                        static policy => policy.AddPolicy<CacheEverything>(),
                        excludeDefaultPolicy: true
                    )
                );
            }
        );

        (await host.StatusAsync("", (HeaderAuthentication.Header, "1;Anna;admin"))).Should().Be(200);
        (await host.StatusAsync("")).Should().Be(401, "nothing was kept for a stranger");
        (await host.TextAsync("", (HeaderAuthentication.Header, "1;Anna;admin"), ("Accept-Language", "ru")))
            .Should()
            .Contain("lang=\"ru\"");
        (await host.TextAsync("", (HeaderAuthentication.Header, "1;Anna;admin"), ("Accept-Language", "en")))
            .Should()
            .Contain("lang=\"en\"");
    }
}
