using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.AspNetCore;

/// <summary>What ForwardedHeadersMiddleware has rewritten is never local, whatever it claims (L31).</summary>
[TestFixture]
internal sealed class ForwardedTests
{
    private const ForwardedHeaders All = ForwardedHeaders.All;

    [TestCase("X-Forwarded-For", "127.0.0.1")]
    [TestCase("X-Forwarded-For", "203.0.113.7")]
    [TestCase("X-Forwarded-For", "127.0.0.1, 203.0.113.7")]
    [TestCase("X-Forwarded-For", "[::1]:5080")]
    [TestCase("X-Forwarded-Host", "localhost")]
    [TestCase("X-Forwarded-Proto", "https")]
    [TestCase("X-Forwarded-Prefix", "/x")]
    [TestCase("X-Original-For", "127.0.0.1")]
    [TestCase("X-Original-Host", "localhost")]
    [TestCase("x-original-proto", "http")]
    [TestCase("X-Original-Prefix", "/")]
    public async Task Forwarded_request_is_refused_where_the_application_resolves_forwarded_headers(
        string header,
        string value
    )
    {
        await using var known = await DashboardHost.StartAsync(new InMemoryUsageStore(), static app =>
            app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = All })
        );
        await using var cleared = await DashboardHost.StartAsync(new InMemoryUsageStore(), static app =>
            app.UseForwardedHeaders(Cleared(new ForwardedHeadersOptions()))
        );

        (await known.StatusAsync("", (header, value))).Should().Be(403);
        (await cleared.StatusAsync("", (header, value))).Should().Be(403);
        (await cleared.StatusAsync("")).Should().Be(200, "nothing was forwarded");
    }

    [Test]
    public async Task Forwarded_request_of_another_machine_is_refused_where_it_claims_this_one()
    {
        await using var host = await DashboardHost.StartAsync(new InMemoryUsageStore(), static app =>
        {
            DashboardHost.FromAfar(app);
            app.UseForwardedHeaders(Cleared(new ForwardedHeadersOptions()));
        });

        (
            await host.StatusAsync(
                "",
                ("X-Forwarded-For", "127.0.0.1"),
                ("X-Forwarded-Host", "localhost"),
                ("X-Forwarded-Proto", "http")
            )
        )
            .Should()
            .Be(403);
    }

    [TestCase("X-Client", "127.0.0.1")]
    [TestCase("X-Was-Client", "127.0.0.1")]
    [TestCase("X-Was-Host", "localhost")]
    [TestCase("X-Name", "localhost")]
    public async Task Forwarded_request_is_refused_under_the_names_that_the_application_configured(
        string header,
        string value
    )
    {
        await using var host = await DashboardHost.StartAsync(
            new InMemoryUsageStore(),
            static app => app.UseForwardedHeaders(),
            configure: static services =>
                services.Configure<ForwardedHeadersOptions>(static options =>
                {
                    options.ForwardedForHeaderName = "X-Client";
                    options.ForwardedHostHeaderName = "X-Name";
                    options.OriginalForHeaderName = "X-Was-Client";
                    options.OriginalHostHeaderName = "X-Was-Host";
                    Cleared(options);
                })
        );

        (await host.StatusAsync("", (header, value))).Should().Be(403);
        (await host.StatusAsync("")).Should().Be(200);
    }

    [Test]
    public async Task Forwarded_address_is_told_from_the_socket_where_no_header_of_a_known_name_is_left()
    {
        var options = Cleared(
            new ForwardedHeadersOptions { ForwardedForHeaderName = "X-Client", OriginalForHeaderName = "X-Was-Client" }
        );
        await using var host = await DashboardHost.StartAsync(new InMemoryUsageStore(), app =>
            app.UseForwardedHeaders(options)
        );

        (await host.StatusAsync("", ("X-Client", "127.0.0.1"))).Should().Be(403);
    }

    private static ForwardedHeadersOptions Cleared(ForwardedHeadersOptions options)
    {
        options.ForwardedHeaders = All;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        return options;
    }
}
