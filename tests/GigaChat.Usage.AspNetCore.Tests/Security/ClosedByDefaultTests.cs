using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Without a policy the dashboard is for the Development environment, and elsewhere an error at
/// start.</summary>
[TestFixture]
internal sealed class ClosedByDefaultTests
{
    [TestCase("Production")]
    [TestCase("Staging")]
    public async Task Start_without_a_policy_outside_of_development_fails_and_shows_the_two_lines(string environment)
    {
        var start = () => DashboardHost.StartAsync(new InMemoryUsageStore(), environment: environment);

        (await start.Should().ThrowAsync<InvalidOperationException>())
            .Which.Message.Should()
            .Contain(DashboardHost.Path)
            .And.Contain(environment)
            .And.Contain("AllowAnonymous()")
            .And.Contain(
                "builder.Services.AddAuthorization(options => options.AddPolicy(\"admins\", policy => policy.RequireRole(\"admin\")));"
            )
            .And.Contain($"app.MapGigaChatUsageDashboard(\"{DashboardHost.Path}\").RequireAuthorization(\"admins\");");
    }

    [Test]
    public async Task Start_without_a_policy_fails_for_the_one_of_two_dashboards_that_has_none()
    {
        var start = () =>
            DashboardHost.StartAsync(
                new InMemoryUsageStore(),
                environment: "Production",
                configure: HeaderAuthentication.Add,
                map: static app =>
                {
                    app.MapGigaChatUsageDashboard("/guarded").RequireAuthorization("admins");
                    return app.MapGroup("/all").MapGigaChatUsageDashboard("/open");
                }
            );

        (await start.Should().ThrowAsync<InvalidOperationException>())
            .Which.Message.Should()
            .Contain("\"/open\"")
            .And.NotContain("/guarded");
    }

    [Test]
    public async Task Start_with_a_policy_a_policy_of_the_group_or_a_choice_succeeds_in_production()
    {
        await using var own = await DashboardHost.StartAsync(
            SharedStore.Store,
            environment: "Production",
            configure: HeaderAuthentication.Add,
            dashboard: static dashboard => dashboard.RequireAuthorization("admins")
        );
        await using var group = await DashboardHost.StartAsync(
            SharedStore.Store,
            environment: "Production",
            configure: HeaderAuthentication.Add,
            map: static app =>
                app.MapGroup("/admin").RequireAuthorization("admins").MapGigaChatUsageDashboard("/gigachat-usage")
        );
        await using var open = await DashboardHost.StartAsync(
            SharedStore.Store,
            environment: "Production",
            dashboard: static dashboard => dashboard.AllowAnonymous()
        );

        (await own.StatusAsync("")).Should().Be(401);
        (await group.StatusAsync("")).Should().Be(401);
        (await open.StatusAsync("")).Should().Be(200);
    }

    [Test]
    public async Task Request_outside_of_development_without_a_policy_is_refused_where_no_check_ran_at_start()
    {
        await using var host = await DashboardHost.StartAsync(
            SharedStore.Store,
            environment: "Production",
            map: static app =>
            {
                var mapped = app.MapGigaChatUsageDashboard(DashboardHost.Path);
                app.Services.GetRequiredService<IHostEnvironment>().EnvironmentName = "Development"; // For the check alone: the dashboard was mapped in production.
                return mapped;
            }
        );

        (await host.StatusAsync("")).Should().Be(403);
    }

    [Test]
    public async Task Policy_that_nobody_has_checked_opens_nothing()
    {
        // Authorization services without UseAuthorization, and ASP.NET Core's own check switched off.
        await using var host = await DashboardHost.StartAsync(
            SharedStore.Store,
            environment: "Production",
            configure: static services =>
            {
                HeaderAuthentication.Add(services);
                services.AddRouting(static options => options.SuppressCheckForUnhandledSecurityMetadata = true);
            },
            use: static app => ((IApplicationBuilder)app).Properties["__AuthorizationMiddlewareSet"] = true,
            dashboard: static dashboard => dashboard.RequireAuthorization("admins")
        );

        foreach (var address in (string[])["", "records", "export/records.csv", "assets/dashboard.css"])
        {
            (await host.StatusAsync(address)).Should().Be(403, address);
            (await host.StatusAsync(address, (HeaderAuthentication.Header, "1;Anna;admin"))).Should().Be(403, address);
        }
    }
}
