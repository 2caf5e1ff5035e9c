using System.Diagnostics;
using System.Globalization;
using ClickHouse.Driver;

namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>Measures the ClickHouse store: seeds records by SQL, seals their days, asks what <see cref="StoreReads"/>
/// asks, and writes batches of several sizes.</summary>
internal static class ClickHouseLoad
{
    private const int Rounds = 9;

    private static readonly TimeSpan LongestMerge = TimeSpan.FromMinutes(20);

    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (args.Length is < 2 or > 3 || !int.TryParse(args[1], CultureInfo.InvariantCulture, out var records))
        {
            await output.WriteLineAsync("clickhouse RECORDS [CONNECTION-STRING]");
            return 2;
        }

        await using var own = args.Length == 2 ? await LocalClickHouse.StartAsync() : null;
        var server = own?.ConnectionString ?? args[2];
        using var client = new ClickHouseClient(server);
        await client.ExecuteNonQueryAsync("CREATE DATABASE IF NOT EXISTS usage_read ENGINE = Atomic");
        await client.ExecuteNonQueryAsync("DROP DATABASE IF EXISTS usage_write");
        await client.ExecuteNonQueryAsync("CREATE DATABASE usage_write ENGINE = Atomic");
        var version = await client.ExecuteScalarAsync("SELECT version()");
        await output.WriteLineAsync($"ClickHouse {version}, {Number(records)} records");
        using (var store = new ClickHouseUsageStore($"{server};Database=usage_read;Timeout=3600"))
        {
            await SeedAsync(store, client, records, output);
            await AskAsync(store, output);
        }

        await WriteAsync($"{server};Database=usage_write", own, output);
        return 0;
    }

    private static async Task SeedAsync(
        ClickHouseUsageStore store,
        ClickHouseClient client,
        int records,
        TextWriter output
    )
    {
        await store.EnsureMigratedAsync();
        if (await CountAsync(client, "records") < records)
            await SeedAsync(client, records, output);
        if (await CountAsync(client, "seals") == 0)
        {
            var sealing = Stopwatch.GetTimestamp();
            await store.RebuildRollupsAsync();
            await output.WriteLineAsync($"{StoreRecords.Days} days sealed in {Seconds(sealing)} s");
        }

        await MergeAsync(client, output);
        await SizesAsync(client, output);
    }

    private static async Task SeedAsync(ClickHouseClient client, int records, TextWriter output)
    {
        var start = (StoreRecords.Start.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        var step = (StoreRecords.Now - StoreRecords.Start).Ticks / TimeSpan.TicksPerMicrosecond / records;
        var seeding = Stopwatch.GetTimestamp();
        const int Part = 1_000_000;
        for (var first = 0; first < records; first += Part)
        {
            await client.ExecuteNonQueryAsync(
                $"""
                INSERT INTO usage_read.gigachat_usage_records
                SELECT bitOr(bitShiftLeft(toUInt64(intDiv(at, 1000)), 16), 28672 + rand(1) % 4096) AS high, bitOr(bitShiftLeft(toUInt64(2), 62), bitShiftRight(rand64(3), 2)) AS low,
                    {start} + (number * {step}) AS at,
                    ['TEXT_GENERATION', 'EMBEDDING', 'IMAGE_PROMPT', 'IMAGE_GENERATION'][1 + rand(4) % 4],
                    ['GigaChat-2', 'GigaChat-2-Pro', 'GigaChat-2-Max', 'GigaChat-Max', 'Embeddings'][1 + rand(5) % 5],
                    '2.0.28.2', concat('user-', toString(lesson % 10000) AS user), concat('Пользователь ', user), concat('token-', toString(lesson % 40)),
                    ['DEMO', 'DEVELOPER'][1 + lesson % 2], concat('lesson-', toString(lesson)),
                    ['Дроби', 'Проценты', 'Причастия', 'Фотосинтез', 'Закон Ома', 'Сказка о царе', 'Past Simple', 'Климат Сибири', 'Объём пирамиды', 'Наполеон'][1 + lesson % 10] AS topic,
                    ['web', 'telegram', 'vk', 'api', 'ios', 'android'][1 + lesson % 6], concat('session-', toString(lesson)), hex(rand64(6)),
                    rand(7) % 2000 AS prompt, rand(8) % 1500 AS completion, rand(9) % 300, -1, prompt + completion, 1, if(rand(10) % 50 = 0, 2, 0),
                    rand(11) % 8000, rand(12) % 6000, 200000 + rand(13) % 20000000, if(rand(14) % 3 = 0, -1, 100000 + rand(15) % 2000000), 200, 'stop', 0, 1,
                    toUUID('00000000-0000-0000-0000-000000000000'),
                    map('tenant', concat('tenant-', toString(lesson % 50)), 'feature', concat('feature-', toString(rand(16) % 12)), 'experiment', concat('group-', toString(rand(17) % 4))),
                    concat(upperUTF8(topic), '￿ПОЛЬЗОВАТЕЛЬ ', user, '￿TOKEN-', toString(lesson % 40), '￿LESSON-', toString(lesson)),
                    18446744073709551615 - toUInt64(toUnixTimestamp64Micro(now64(6)))
                FROM (SELECT number, intHash32(intDiv(number, 4)) % 2500000 AS lesson FROM numbers({first}, {Math.Min(
                    Part,
                    records - first
                )}))
                SETTINGS max_partitions_per_insert_block = 0
                """
            );
        }

        await output.WriteLineAsync($"seeded by SQL in {Seconds(seeding)} s");
    }

    /// <summary>Waits for the merges of sealed days, which a server begins a minute after they were written.</summary>
    private static async Task MergeAsync(ClickHouseClient client, TextWriter output)
    {
        var merging = Stopwatch.GetTimestamp();
        while (
            Stopwatch.GetElapsedTime(merging) < LongestMerge
            && await NumberAsync(
                client,
                "SELECT toInt64(max(parts)) FROM (SELECT count() AS parts FROM system.parts WHERE active AND database = 'usage_read' AND table IN ('gigachat_usage_rollups', 'gigachat_usage_users') GROUP BY table, partition)"
            ) > 1
        )
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        await output.WriteLineAsync($"merged after {Seconds(merging)} s");
    }

    private static Task<long> CountAsync(ClickHouseClient client, string table) =>
        NumberAsync(client, $"SELECT toInt64(count()) FROM usage_read.gigachat_usage_{table}");

    private static async Task<long> NumberAsync(ClickHouseClient client, string sql) =>
        Convert.ToInt64(await client.ExecuteScalarAsync(sql), CultureInfo.InvariantCulture);

    private static async Task SizesAsync(ClickHouseClient client, TextWriter output)
    {
        foreach (var table in new[] { "records", "rollups", "users", "seals" })
            await output.WriteLineAsync(
                $"gigachat_usage_{table}: {await client.ExecuteScalarAsync($"SELECT formatReadableSize(sum(bytes_on_disk)) FROM system.parts WHERE active AND database = 'usage_read' AND table = 'gigachat_usage_{table}'")} in {await client.ExecuteScalarAsync($"SELECT toInt64(count()) FROM system.parts WHERE active AND database = 'usage_read' AND table = 'gigachat_usage_{table}'")} parts"
            );
    }

    private static async Task AskAsync(ClickHouseUsageStore store, TextWriter output)
    {
        var usage = new GigaChatTokenUsage(store, timeProvider: StoreTime.Provider);
        var now = StoreRecords.Now;
        await output.WriteLineAsync("| question | median, ms | lowest to highest |");
        await output.WriteLineAsync("|---|---|---|");
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
            for (var round = 0; round <= Rounds; round++)
            {
                var started = Stopwatch.GetTimestamp();
                await ask();
                if (round > 0)
                    times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            times.Sort();
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {question} | {times[Rounds / 2]:F1} | {times[0]:F1} to {times[^1]:F1} |"
                )
            );
        }
    }

    private static async Task WriteAsync(string connectionString, LocalClickHouse? own, TextWriter output)
    {
        const int Records = 400_000;
        using var store = new ClickHouseUsageStore(connectionString);
        await store.EnsureMigratedAsync();
        await output.WriteLineAsync("| batches of | rows/s | CPU of the client, µs a row | of the engine, µs a row |");
        await output.WriteLineAsync("|---|---|---|---|");
        foreach (var size in new[] { 1_000, 10_000, 100_000 })
        {
            var batches = StoreRecords.Batches(Records, size, seed: size).ToList();
            var (client, engine) = (Environment.CpuUsage.TotalTime, own?.CpuTime);
            var started = Stopwatch.GetTimestamp();
            foreach (var batch in batches)
                await store.AppendAsync(batch, default);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var engineText = own is null ? "not measured" : PerRow(own.CpuTime - engine!.Value);
            await output.WriteLineAsync(
                $"| {Number(size)} | {Number(Records / seconds)} | {PerRow(Environment.CpuUsage.TotalTime - client)} | {engineText} |"
            );
        }

        static string PerRow(TimeSpan cpu) =>
            (cpu.TotalMicroseconds / Records).ToString("F1", CultureInfo.InvariantCulture);
    }

    private static string Number(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Seconds(long started) => Number(Stopwatch.GetElapsedTime(started).TotalSeconds);
}
