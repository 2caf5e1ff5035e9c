using System.Diagnostics;
using GigaChat.Usage.Benchmarks.Instrumentation;
using GigaChat.Usage.Benchmarks.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage.Benchmarks.Load;

/// <summary>Sends JSON calls in turns through two applications that differ in <c>AddAlerts</c> alone.</summary>
internal static class AlertCallLoad
{
    private const int Rounds = 25;
    private const int CallsPerRound = 20_000;

    public static async Task RunAsync(TextWriter output)
    {
        await using var without = Services(hasAlerts: false);
        await using var with = Services(hasAlerts: true);
        (string Name, HttpCaller Caller, List<double> Times)[] variants =
        [
            ("without alerts", Caller(without), []),
            ("with alerts", Caller(with), []),
        ];
        foreach (var service in without.GetServices<IHostedService>().Concat(with.GetServices<IHostedService>()))
            await service.StartAsync(CancellationToken.None);
        for (var round = -2; round < Rounds; round++)
        {
            // In turns, and each first in every other round.
            foreach (var (_, caller, times) in round % 2 == 0 ? variants : variants.Reverse())
            {
                var started = Stopwatch.GetTimestamp();
                for (var i = 0; i < CallsPerRound; i++)
                    await caller.AskAsync();
                if (round >= 0)
                    times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds / CallsPerRound);
            }
        }

        foreach (var service in without.GetServices<IHostedService>().Concat(with.GetServices<IHostedService>()))
            await service.StopAsync(CancellationToken.None);
        var differences = variants[1].Times.Zip(variants[0].Times, static (b, a) => b - a).Order().ToList();
        foreach (var (name, _, times) in variants)
        {
            times.Sort();
            await output.WriteLineAsync(
                FormattableString.Invariant(
                    $"{name, -16} fastest {times[0], 6:F2} µs, median {times[Rounds / 2], 6:F2} µs a call"
                )
            );
        }

        await output.WriteLineAsync(
            FormattableString.Invariant(
                $"difference in a pair of rounds: median {differences[Rounds / 2]:F2} µs, quartiles {differences[Rounds / 4]:F2} to {differences[Rounds * 3 / 4]:F2} µs"
            )
        );
    }

    private static HttpCaller Caller(ServiceProvider services) =>
        new(services.GetRequiredService<IHttpClientFactory>().CreateClient("gigachat"));

    private static ServiceProvider Services(bool hasAlerts)
    {
        var services = new ServiceCollection();
        services
            .AddHttpClient("gigachat")
            .ConfigurePrimaryHttpMessageHandler(static () => CannedConnection.NewHandler(CannedAnswer.Json))
            .RemoveAllLoggers();
        var builder = services.AddGigaChatUsageTracking().UseStore(static _ => new NothingStored());
        if (hasAlerts)
            builder.AddAlerts(static alerts =>
            {
                alerts.RemoveLog();
                alerts.Rules.Add(new SpendLimitAlertRule { Rubles = 500m });
            });
        return services.BuildServiceProvider();
    }

    private sealed class NothingStored : IUsageStore, IUsageReader
    {
        public Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken) =>
            Task.CompletedTask;

        public Task<IReadOnlyList<UsageGroup>> AggregateAsync(
            UsageFilter filter,
            UsageGrouping groupBy,
            CancellationToken cancellationToken = default
        ) => Task.FromResult<IReadOnlyList<UsageGroup>>(groupBy.By == UsageDimensions.None ? [new UsageGroup()] : []);

        public Task<UsagePageResult> ListAsync(
            UsageFilter filter,
            UsagePage page,
            CancellationToken cancellationToken = default
        ) => throw new NotSupportedException();

        public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
            Task.FromResult<UsageRecord?>(null);
    }
}
