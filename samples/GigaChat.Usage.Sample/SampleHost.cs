using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Polly;

namespace GigaChat.Usage.Sample;

/// <summary>An application that calls GigaChat and keeps its usage in a SQLite file. This is all that another program
/// needs.</summary>
internal static class SampleHost
{
    public static async Task<IHost> StartAsync(
        SampleOptions options,
        Uri gigaChat,
        Action<IServiceCollection, IHttpClientBuilder> configure
    )
    {
        var host = Build(options, gigaChat, configure);
        await MigrateAsync(host, options.Database);
        await host.StartAsync();
        return host;
    }

    public static IHost Build(
        SampleOptions options,
        Uri gigaChat,
        Action<IServiceCollection, IHttpClientBuilder> configure,
        bool migrates = true
    )
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Polly", LogLevel.Error); // The retries are in the report.
        builder.Logging.AddFilter("GigaChat.Usage.GigaChatBudgets", LogLevel.Error); // Budgets and alerts, too.

        // The line that counts every call.
        builder
            .Services.AddGigaChatUsageTracking(tracking => tracking.Hosts.Add(gigaChat.Host))
            .UseSqlite(new SqliteConnectionStringBuilder { DataSource = options.Database }.ConnectionString, sqlite =>
                sqlite.MigrateOnStart = migrates
            );

        var client = builder.Services.AddHttpClient<GigaChatClient>(http => http.BaseAddress = gigaChat);
        configure(builder.Services, client);

        // A retry stands outside the tracking, so that each attempt is a record of its own.
        client.AddResilienceHandler("retry", static retry => retry.AddRetry(
                new HttpRetryStrategyOptions
                {
                    MaxRetryAttempts = 3,
                    Delay = TimeSpan.FromMilliseconds(20),
                    BackoffType = DelayBackoffType.Exponential,
                }
            ));

        return builder.Build();
    }

    private static async Task MigrateAsync(IHost host, string database)
    {
        try
        {
            await host.Services.MigrateGigaChatUsageAsync();
        }
        catch (Exception error) when (error is System.Data.Common.DbException or IOException)
        {
            host.Dispose();
            throw new SampleException($"Cannot open the database {database}: {error.Message}", error);
        }
    }
}
