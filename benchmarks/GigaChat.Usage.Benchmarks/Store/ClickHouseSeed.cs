using System.Diagnostics;
using System.Globalization;
using ClickHouse.Driver;

namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>Seeds records by SQL, a million at a time, seals their days and waits for the merges.</summary>
internal static class ClickHouseSeed
{
    private static readonly TimeSpan LongestMerge = TimeSpan.FromHours(1);

    public static string DatabaseOf(string server) => $"{server};Database=usage_read";

    /// <summary>Seeds what is missing, so that a run that was cut goes on where it ended.</summary>
    public static async Task RunAsync(string server, long records, TextWriter output)
    {
        using var client = new ClickHouseClient(server);
        await client.ExecuteNonQueryAsync("CREATE DATABASE IF NOT EXISTS usage_read ENGINE = Atomic");
        using var store = new ClickHouseUsageStore(DatabaseOf(server));
        await store.EnsureMigratedAsync();
        var stored = await CountAsync(client, "records");
        if (stored < records)
            await SeedAsync(client, stored, records, output);
        var sealing = Stopwatch.GetTimestamp();
        if (await CountAsync(client, "state WHERE kind = 2") == 0)
            await store.RebuildRollupsAsync();
        else
            await store.SealAsync();
        await output.WriteLineAsync($"days sealed in {Seconds(sealing)} s");

        await MergeAsync(client, output);
        await SizesAsync(client, output);
    }

    private static async Task SeedAsync(ClickHouseClient client, long stored, long records, TextWriter output)
    {
        var start = (StoreRecords.Start.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        var step = (StoreRecords.Now - StoreRecords.Start).Ticks / TimeSpan.TicksPerMicrosecond / records;
        var seeding = Stopwatch.GetTimestamp();
        const int Part = 1_000_000;
        for (var first = stored; first < records; first += Part)
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

    public static async Task SizesAsync(ClickHouseClient client, TextWriter output)
    {
        foreach (var table in new[] { "records", "rollups", "users", "state" })
            await output.WriteLineAsync(
                $"gigachat_usage_{table}: {await client.ExecuteScalarAsync($"SELECT formatReadableSize(sum(bytes_on_disk)) FROM system.parts WHERE active AND database = 'usage_read' AND table = 'gigachat_usage_{table}'")} in {await client.ExecuteScalarAsync($"SELECT toInt64(count()) FROM system.parts WHERE active AND database = 'usage_read' AND table = 'gigachat_usage_{table}'")} parts"
            );
    }

    private static Task<long> CountAsync(ClickHouseClient client, string table) =>
        NumberAsync(client, $"SELECT toInt64(count()) FROM usage_read.gigachat_usage_{table}");

    private static async Task<long> NumberAsync(ClickHouseClient client, string sql) =>
        Convert.ToInt64(await client.ExecuteScalarAsync(sql), CultureInfo.InvariantCulture);

    private static string Seconds(long started) =>
        Stopwatch.GetElapsedTime(started).TotalSeconds.ToString("N0", CultureInfo.InvariantCulture);
}
