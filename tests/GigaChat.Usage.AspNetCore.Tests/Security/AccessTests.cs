using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Who may see the dashboard.</summary>
[TestFixture]
internal sealed class AccessTests
{
    /// <summary>Every kind of address the dashboard has, one that leads nowhere included.</summary>
    private static readonly string[] Addresses =
    [
        "",
        "records",
        "diagnosis",
        "records/01a20c8d-a0a6-7382-a8e2-f2de990e2634",
        "export/records.csv",
        "export/days.json",
        "assets/dashboard.css",
        "assets/favicon.svg",
        "no/such/page",
    ];

    [TestCaseSource(nameof(Addresses))]
    public async Task A_request_of_another_machine_is_refused(string address)
    {
        await using var host = await DashboardHost.StartAsync(new InMemoryUsageStore(), DashboardHost.FromAfar);
        (await host.StatusAsync(address)).Should().Be(403);
        (await host.TextAsync(address))
            .Should()
            .Contain("RequireAuthorization")
            .And.NotContain("dashboard.css", "it could not be loaded");
    }

    [TestCase("X-Forwarded-For", "203.0.113.7")]
    [TestCase("X-Forwarded-For", "127.0.0.1")]
    [TestCase("x-forwarded-proto", "https")]
    [TestCase("X-Forwarded-Host", "example.com")]
    [TestCase("Forwarded", "for=203.0.113.7")]
    [TestCase("X-Real-IP", "203.0.113.7")]
    [TestCase("Via", "1.1 proxy")]
    [TestCase("CF-Connecting-IP", "203.0.113.7")]
    [TestCase("True-Client-IP", "203.0.113.7")]
    public async Task A_request_that_came_through_a_proxy_is_refused(string header, string value)
    {
        await using var host = await DashboardHost.StartAsync(new InMemoryUsageStore());
        (await host.StatusAsync("")).Should().Be(200);
        foreach (var address in Addresses)
            (await host.StatusAsync(address, (header, value))).Should().Be(403, address);
    }

    [TestCase("1.0", "keep-alive", 403)]
    [TestCase("1.1", "close", 403)]
    [TestCase("1.1", "Upgrade, Close", 403)]
    [TestCase("1.1", "keep-alive", 200)]
    public async Task A_request_as_nginx_forwards_it_by_default_is_refused(
        string version,
        string connection,
        int status
    )
    {
        await using var host = await DashboardHost.StartAsync(new InMemoryUsageStore());
        using var request = new HttpRequestMessage(HttpMethod.Get, "") { Version = new Version(version) };
        request.Headers.TryAddWithoutValidation("Connection", connection);
        using var response = await host.Client.SendAsync(request);
        ((int)response.StatusCode).Should().Be(status);
        if (status == 403)
            (await response.Content.ReadAsStringAsync()).Should().Contain("Connection: close");
    }

    [TestCase("evil.example", 403)]
    [TestCase("127.0.0.1.evil.example", 403)]
    [TestCase("localhost.evil.example", 403)]
    [TestCase("localhost:1234", 200)]
    [TestCase("app.localhost", 200)]
    [TestCase("evillocalhost", 403)]
    [TestCase("127.0.0.1", 200)]
    [TestCase("[::1]:80", 200)]
    public async Task A_foreign_name_of_this_machine_is_refused(string name, int status)
    {
        await using var host = await DashboardHost.StartAsync(new InMemoryUsageStore());
        (await host.StatusAsync("", ("Host", name))).Should().Be(status);
    }

    [Test]
    public async Task A_policy_decides_for_every_address_and_for_local_requests_too()
    {
        await using var host = await DashboardHost.StartAsync(
            SharedStore.Store,
            DashboardHost.FromAfar,
            static dashboard => dashboard.RequireAuthorization("admins"),
            HeaderAuthentication.Add
        );
        foreach (var address in Addresses)
        {
            (await host.StatusAsync(address)).Should().Be(401, address);
            (await host.StatusAsync(address, (HeaderAuthentication.Header, "1;Ivan;user"))).Should().Be(403, address);
            (
                await host.StatusAsync(
                    address,
                    (HeaderAuthentication.Header, "1;Anna;admin"),
                    ("X-Forwarded-For", "203.0.113.7")
                )
            )
                .Should()
                .BeOneOf([200, 404], address);
        }
    }

    [Test]
    public async Task A_policy_of_the_group_around_counts()
    {
        await using var host = await DashboardHost.StartAsync(
            SharedStore.Store,
            DashboardHost.FromAfar,
            configure: HeaderAuthentication.Add,
            map: static app =>
                app.MapGroup("/admin").RequireAuthorization("admins").MapGigaChatUsageDashboard("/gigachat-usage")
        );
        (await host.StatusAsync("")).Should().Be(401);
        (await host.StatusAsync("records", (HeaderAuthentication.Header, "1;Anna;admin"))).Should().Be(200);
    }

    [Test]
    public async Task Without_the_authorization_services_a_policy_keeps_everyone_out()
    {
        var start = () =>
            DashboardHost.StartAsync(SharedStore.Store, dashboard: static dashboard =>
                dashboard.RequireAuthorization()
            );
        try
        {
            await using var host = await start();
            (await host.StatusAsync(""))
                .Should()
                .Be(500, "ASP.NET Core refuses to run an endpoint whose policy nobody has checked");
        }
        catch (InvalidOperationException error)
        {
            error.Message.Should().Contain("AddAuthorization");
        }
    }

    [Test]
    public async Task Anonymous_access_is_a_choice()
    {
        await using var host = await DashboardHost.StartAsync(
            SharedStore.Store,
            DashboardHost.FromAfar,
            static dashboard => dashboard.AllowAnonymous()
        );
        (await host.StatusAsync("")).Should().Be(200);
        (await host.StatusAsync("assets/dashboard.css")).Should().Be(200);
    }

    [TestCase("POST")]
    [TestCase("PUT")]
    [TestCase("DELETE")]
    [TestCase("PATCH")]
    [TestCase("OPTIONS")]
    [TestCase("TRACE")]
    public async Task Only_reading_is_answered(string method)
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        foreach (var address in Addresses)
        {
            using var response = await host.SendAsync(new HttpMethod(method), address);
            ((int)response.StatusCode).Should().Be(405, address);
            response.Content.Headers.Allow.Should().BeEquivalentTo("GET", "HEAD");
        }
    }

    [Test]
    public async Task Head_has_the_headers_of_get_and_no_body()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        foreach (var address in (string[])["", "records", "assets/dashboard.css", "export/records.json"])
        {
            using var get = await host.SendAsync(HttpMethod.Get, address);
            using var head = await host.SendAsync(HttpMethod.Head, address);
            head.StatusCode.Should().Be(get.StatusCode);
            head.Content.Headers.ContentType.Should().Be(get.Content.Headers.ContentType);
            (await head.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        }
    }

    [Test]
    public async Task Every_answer_has_the_headers_of_a_closed_page([ValueSource(nameof(Addresses))] string address)
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        using var response = await host.SendAsync(HttpMethod.Get, address);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy
            .Should()
            .Contain("default-src 'none'")
            .And.Contain("frame-ancestors 'none'")
            .And.NotContain("unsafe")
            .And.NotContain("script-src")
            .And.NotContain("*");
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        response.Headers.GetValues("Referrer-Policy").Should().Equal("no-referrer");
        response
            .Headers.CacheControl!.ToString()
            .Should()
            .Be(address.StartsWith("assets", StringComparison.Ordinal) ? "no-cache, private" : "no-store");
    }

    [TestCase("admin")]
    [TestCase("")]
    [TestCase("/admin/{id}")]
    [TestCase("//admin")]
    [TestCase("/admin usage")]
    [TestCase("/admin?x=1")]
    public async Task A_path_that_is_not_literal_is_told(string path)
    {
        var start = () =>
            DashboardHost.StartAsync(new InMemoryUsageStore(), map: app => app.MapGigaChatUsageDashboard(path));
        await start.Should().ThrowAsync<ArgumentException>().WithParameterName(nameof(path));
    }

    [Test]
    public async Task Options_out_of_range_are_told()
    {
        var start = () =>
            DashboardHost.StartAsync(new InMemoryUsageStore(), map: static app =>
                app.MapGigaChatUsageDashboard("/x", static options => options.PageSize = 501)
            );
        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage("*PageSize is 501*1 and 500*");
        start = () =>
            DashboardHost.StartAsync(new InMemoryUsageStore(), map: static app =>
                app.MapGigaChatUsageDashboard("/x", static options => options.QueryTimeout = TimeSpan.Zero)
            );
        await start
            .Should()
            .ThrowAsync<OptionsValidationException>()
            .WithMessage("*QueryTimeout is 0:00:00*0:00:01 and 0:05:00*");
    }

    [TestCase("PageSize", "20", null)]
    [TestCase("QueryTimeout", "00:00:10", null)]
    [TestCase("PageSize", "0", "GigaChatUsageDashboardOptions.PageSize is 0; it must be between 1 and 500.")]
    [TestCase("QueryTimeout", "30", "D:QueryTimeout is '30'; it must be a time *")]
    [TestCase("PagSize", "20", "D:PagSize is not a known setting; known here are PageSize, QueryTimeout.")]
    public async Task Options_are_read_from_configuration(string key, string value, string? problem)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"D:{key}", value)]).Build();
        var start = async () =>
        {
            await using var host = await DashboardHost.StartAsync(new InMemoryUsageStore(), configure: services =>
                services.AddGigaChatUsageTracking().UseDashboardOptions(configuration.GetSection("D"))
            );
        };

        if (problem is null)
            await start.Should().NotThrowAsync();
        else
            await start.Should().ThrowAsync<OptionsValidationException>().WithMessage(problem);
    }

    [Test]
    public void Without_tracking_the_map_says_what_to_call()
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        app.Invoking(static app => app.MapGigaChatUsageDashboard())
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("*AddGigaChatUsageTracking*");
    }
}
