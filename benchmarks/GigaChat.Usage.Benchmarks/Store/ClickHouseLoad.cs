using System.Diagnostics;
using System.Globalization;
using ClickHouse.Driver;

namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>Measures the ClickHouse store: seeds records by SQL and seals their days (<see cref="ClickHouseSeed"/>), asks
/// what <see cref="StoreReads"/> asks, and writes batches of several sizes.</summary>
internal static class ClickHouseLoad
{
    private const int WarmUp = 40;

    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (ClickHouseOptions.Of(args) is not { } options)
        {
            await output.WriteLineAsync(ClickHouseOptions.Usage);
            return 2;
        }

        await using var own = options.Server is null ? await LocalClickHouse.StartAsync() : null;
        var server = $"{own?.ConnectionString ?? options.Server};Timeout=7200";
        using var client = new ClickHouseClient(server);
        var version = await client.ExecuteScalarAsync("SELECT version()");
        await output.WriteLineAsync($"ClickHouse {version}, {Number(options.Records)} records");
        if (options.Has("seed"))
            await ClickHouseSeed.RunAsync(server, options.Records, output);
        if (options.Has("questions"))
        {
            await ClickHouseSeed.SizesAsync(client, output);
            using var store = new ClickHouseUsageStore(ClickHouseSeed.DatabaseOf(server));
            await AskAsync(store, options, options.EngineTime(own), output);
        }

        if (options.Has("writes"))
        {
            await client.ExecuteNonQueryAsync("DROP DATABASE IF EXISTS usage_write");
            await client.ExecuteNonQueryAsync("CREATE DATABASE usage_write ENGINE = Atomic");
            await WriteAsync($"{server};Database=usage_write", options.EngineTime(own), output);
        }

        return 0;
    }

    private static async Task AskAsync(
        ClickHouseUsageStore store,
        ClickHouseOptions options,
        Func<TimeSpan>? engine,
        TextWriter output
    )
    {
        var usage = new GigaChatTokenUsage(store, timeProvider: StoreTime.Provider);
        var now = StoreRecords.Now;

        // A process that has just begun takes longer until its code is compiled as it stays, which is done twice and
        // in the background.
        foreach (var _ in Enumerable.Range(0, 2))
        {
            for (var round = 0; round < WarmUp; round++)
            {
                await usage.GetStatisticsAsync(7);
                await store.AggregateAsync(
                    new UsageFilter { UserId = "user-1" },
                    new UsageGrouping(UsageDimensions.Day)
                );
                await store.ListAsync(UsageFilter.All, new UsagePage());
            }

            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        }

        await output.WriteLineAsync(
            "| question | median, ms | lowest to highest | processor time, ms: client | engine |"
        );
        await output.WriteLineAsync("|---|---|---|---|---|");
        await MeasureAsync("GetTotalTokens", () => usage.GetTotalTokensAsync());
        await MeasureAsync("GetStatistics(7)", () => usage.GetStatisticsAsync(7));
        await MeasureAsync("GetStatistics(30)", () => usage.GetStatisticsAsync(30));
        await MeasureAsync("top 10 users, 30 days", () =>
            usage.GetTopUsersAsync(10, new UsageFilter { From = now.AddDays(-30), To = now })
        );
        await MeasureAsync("one user, 90 days by day", () =>
            store.AggregateAsync(new UsageFilter { UserId = "user-4711" }, new UsageGrouping(UsageDimensions.Day))
        );
        await MeasureAsync("page of 50, newest", () => store.ListAsync(UsageFilter.All, new UsagePage()));
        foreach (var search in new[] { "дроби", "Пользователь 4711", "nothing like it" })
            await MeasureAsync($"page of 50, platform and \"{search}\"", () =>
                store.ListAsync(new UsageFilter { Platform = "web", Search = search }, new UsagePage())
            );
        await MeasureAsync("models and platforms, all time", () =>
            store.AggregateAsync(UsageFilter.All, new UsageGrouping(UsageDimensions.Model | UsageDimensions.Platform))
        );
        var month = new UsageFilter { From = now.AddDays(-30), To = now };
        await MeasureAsync("percentiles by model, 30 days", () => usage.GetQualityAsync(UsageDimensions.Model, month));
        await MeasureAsync("percentiles by model and day, 30 days", () =>
            usage.GetQualityAsync(UsageDimensions.Model | UsageDimensions.Day, month)
        );
        await MeasureAsync("users, 30 days", () => usage.CountUsersAsync(month));
        await MeasureAsync("models by month, all time", () =>
            store.AggregateAsync(UsageFilter.All, new UsageGrouping(UsageDimensions.Model | UsageDimensions.Month))
        );
        await MeasureAsync("tokens of each tenant, 30 days", () =>
            store.AggregateAsync(month, new UsageGrouping(UsageDimensions.None) { TagKey = "tenant" })
        );
        await MeasureAsync("one tenant by day, 30 days", () =>
            store.AggregateAsync(
                month with
                {
                    Tags = [new("tenant", "tenant-7")],
                },
                new UsageGrouping(UsageDimensions.Day)
            )
        );

        async Task MeasureAsync(string question, Func<Task> ask)
        {
            var times = new List<double>();
            await ask();
            var (client, server) = (Environment.CpuUsage.TotalTime, engine?.Invoke());
            for (var round = 0; round < options.Rounds; round++)
            {
                var started = Stopwatch.GetTimestamp();
                await ask();
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            var clientTime = Environment.CpuUsage.TotalTime - client;
            var engineTime = engine is null ? "not measured" : Each(engine() - server!.Value);
            times.Sort();
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {question} | {times[times.Count / 2]:F1} | {times[0]:F1} to {times[^1]:F1} | {Each(clientTime)} | {engineTime} |"
                )
            );
        }

        string Each(TimeSpan time) =>
            (time.TotalMilliseconds / options.Rounds).ToString("F1", CultureInfo.InvariantCulture);
    }

    private static async Task WriteAsync(string connectionString, Func<TimeSpan>? engine, TextWriter output)
    {
        const int Records = 400_000;
        using var store = new ClickHouseUsageStore(connectionString);
        await store.EnsureMigratedAsync();
        await output.WriteLineAsync("| batches of | rows/s | CPU of the client, µs a row | of the engine, µs a row |");
        await output.WriteLineAsync("|---|---|---|---|");
        foreach (var size in new[] { 1_000, 10_000, 100_000 })
        {
            var batches = StoreRecords.Batches(Records, size, seed: size).ToList();
            var (client, server) = (Environment.CpuUsage.TotalTime, engine?.Invoke());
            var started = Stopwatch.GetTimestamp();
            foreach (var batch in batches)
                await store.AppendAsync(batch, default);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var engineText = engine is null ? "not measured" : PerRow(engine() - server!.Value);
            await output.WriteLineAsync(
                $"| {Number(size)} | {Number(Records / seconds)} | {PerRow(Environment.CpuUsage.TotalTime - client)} | {engineText} |"
            );
        }

        static string PerRow(TimeSpan cpu) =>
            (cpu.TotalMicroseconds / Records).ToString("F1", CultureInfo.InvariantCulture);
    }

    private static string Number(double number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
