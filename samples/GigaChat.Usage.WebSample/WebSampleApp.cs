using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using GigaChat.Usage.Sample;
using Microsoft.Data.Sqlite;

namespace GigaChat.Usage.WebSample;

/// <summary>A web application that calls GigaChat, keeps its usage in a SQLite file and shows it.</summary>
internal static class WebSampleApp
{
    /// <summary>The key of the fingerprints of access tokens. A real application keeps its own in its secrets.</summary>
    public const string FingerprintKey = "the key of the web sample";

    private const string Dashboard = "/admin/gigachat-usage";

    public static async Task RunAsync(WebSampleOptions options)
    {
        await using var server = await LocalServer.StartAsync();

        // Development unless the machine says otherwise: only there the dashboard opens without a policy.
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
            ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
            ?? Environments.Development;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // A port that is in use is reported in one line, without the trace that the host logs.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting", LogLevel.None);
        var port = options.Port > 0 ? options.Port : FreePort();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");

        // The line that counts every call.
        builder
            .Services.AddGigaChatUsageTracking(static options => options.FingerprintKey = FingerprintKey)
            .UseSqlite(new SqliteConnectionStringBuilder { DataSource = options.Database }.ConnectionString)
            .AddTokenPackages(
                Package("GigaChat-2", 12_000_000, 780),
                Package("GigaChat-2-Pro", 15_000_000, 7_500),
                Package("GigaChat-2-Max", 10_000_000, 6_500)
            )
            // Names are shown as they are in every language; the page adds for whom and for which period.
            .AddBudgets(
                new UsageBudget
                {
                    Name = "GigaChat",
                    Rubles = 4_000,
                    Period = BudgetPeriod.Month,
                    Action = BudgetAction.Warn,
                },
                new UsageBudget
                {
                    Name = "DEMO",
                    Scope = BudgetScope.AccessTokenType,
                    Key = "DEMO",
                    Tokens = 2_000_000,
                    Period = BudgetPeriod.Week,
                    Action = BudgetAction.Warn,
                }
            )
            .AddAlerts(alerts =>
            {
                alerts.RemoveLog();
                alerts.Configure(options => options.Dashboard = new Uri($"http://127.0.0.1:{port}{Dashboard}/"));
                alerts.AddWebhook("sample", webhook => webhook.Url = new Uri($"http://127.0.0.1:{port}/alerts"));
            });
        builder.Services.AddHttpClient<GigaChatClient>(http => http.BaseAddress = server.V1BaseAddress);
        builder.Services.AddHealthChecks().AddGigaChatUsage();
        builder.Services.AddSingleton(server);
        builder.Services.AddSingleton<Visits>();
        builder.Services.AddHostedService<LiveTraffic>();

        await using var app = builder.Build();
        await PrepareAsync(app.Services, options.Database);

        app.UseGigaChatUsageAttribution();
        app.MapHealthChecks("/health");
        app.MapGet("/", () => Results.LocalRedirect("~" + Dashboard + "/"));
        app.MapGet(
                "/lesson/{topic}",
                async (string topic, GigaChatClient client, CancellationToken cancellationToken) =>
                {
                    using var scope = UsageScope.Begin(new UsageContext { Topic = topic });
                    return await client.AskAsync(
                        "GigaChat-2",
                        $"Составь план урока на тему «{topic}».",
                        cancellationToken
                    );
                }
            )
            .WithGigaChatUsage(new UsageContext { Platform = "web", AccessTokenType = "DEMO" });

        // A receiver of alerts: another application, or the webhook of a messenger.
        app.MapPost("/alerts", static (JsonElement notification) =>
        {
            Console.WriteLine($"Alert: {notification.GetProperty("title").GetString()}");
            return Results.NoContent();
        });

        // The line that shows it: in development and to this machine only, because no policy is given.
        app.MapGigaChatUsageDashboard(Dashboard);

        try
        {
            await app.StartAsync();
        }
        catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new SampleException($"The port {options.Port} is in use: choose another with --port.", error);
        }

        Console.WriteLine($"The dashboard: {app.Urls.First()}{Dashboard}");
        Console.WriteLine($"The records are in {Path.GetFullPath(options.Database)}. Stop with Ctrl+C.");
        await app.WaitForShutdownAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Bought before the first record.</summary>
    private static TokenPackage Package(string family, long tokens, decimal rubles)
    {
        var bought = TimeProvider.System.GetUtcNow().AddDays(-95);
        return new TokenPackage
        {
            Family = family,
            Tokens = tokens,
            Rubles = rubles,
            BoughtAt = bought,
            ExpiresAt = bought.AddYears(1),
        };
    }

    private static async Task PrepareAsync(IServiceProvider services, string database)
    {
        try
        {
            await services.MigrateGigaChatUsageAsync();
            var totals = await services.GetRequiredService<GigaChatTokenUsage>().GetTotalsAsync();
            if (totals.Count == 0)
                await Seed.WriteAsync(
                    services.GetRequiredService<IUsageStore>(),
                    services.GetRequiredService<TimeProvider>().GetUtcNow()
                );
        }
        catch (Exception error) when (error is System.Data.Common.DbException or IOException)
        {
            throw new SampleException($"Cannot open the database {database}: {error.Message}", error);
        }
    }
}
