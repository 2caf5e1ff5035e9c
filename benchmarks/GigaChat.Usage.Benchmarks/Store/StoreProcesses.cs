using System.Diagnostics;
using System.Globalization;
using GigaChat.Usage.Forecasting;

namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>Several processes write to one database for a time; then every record they wrote must be there once, and
/// the rollups exact.</summary>
internal static class StoreProcesses
{
    private const int BatchSize = 200;

    public static async Task<int> RunAsync(StoreTarget target, StoreOptions options, TextWriter output)
    {
        using var store = target.OpenStore();
        var writers = Enumerable.Range(1, options.Processes).Select(seed => Start(target, options, seed)).ToList();
        var written = 0L;
        foreach (var writer in writers)
        {
            var line = await writer.StandardOutput.ReadToEndAsync();
            await writer.WaitForExitAsync();
            if (writer.ExitCode != 0 || !long.TryParse(line, CultureInfo.InvariantCulture, out var count))
            {
                await output.WriteLineAsync($"A writer ended with code {writer.ExitCode}. {line}");
                return 1;
            }

            written += count;
            writer.Dispose();
        }

        var stored = (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None)).Single().Count;
        var listed = (await store.AggregateAsync(new UsageFilter { Search = "класс" }, UsageGrouping.None))
            .Single()
            .Count;
        var differences = await store.CheckRollupsAsync();
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Database}, {options.Processes} processes, {options.Seconds} s: {written} written, {stored} in rollups, {listed} records, {differences.Count} rollups differ, {written / Math.Max(1, options.Seconds)} rows/s"
            )
        );
        return written == stored && written == listed && differences.Count == 0 ? 0 : 1;
    }

    /// <summary>One of the processes: writes, repeats some batches as after an outage, and reports how many records of
    /// its own it wrote.</summary>
    public static async Task<int> WriteAsync(StoreOptions options)
    {
        using var store = StoreTarget.OpenStore(options.IsSqlite, options.ConnectionString!);
        var started = Stopwatch.GetTimestamp();
        var written = 0L;
        foreach (var batch in StoreRecords.Batches(int.MaxValue - BatchSize, BatchSize, options.Seed))
        {
            // Spread over the days, so that processes meet in the same rollups.
            UsageRecord[] records =
            [
                .. batch.Select(
                    (record, i) => record with { CreatedAt = StoreRecords.Start.AddHours((written + i) % 48) }
                ),
            ];
            await store.AppendAsync(records, default);
            if (written % 7 == 0)
                await store.AppendAsync(records, default);
            written += records.Length;
            if (Stopwatch.GetElapsedTime(started) >= TimeSpan.FromSeconds(options.Seconds))
                break;
        }

        Console.Out.Write(written.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static Process Start(StoreTarget target, StoreOptions options, int seed) =>
        Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    typeof(StoreProcesses).Assembly.Location,
                    "store-writer",
                    "--database",
                    options.Database,
                    "--connection",
                    target.ConnectionString,
                    "--seconds",
                    options.Seconds.ToString(CultureInfo.InvariantCulture),
                    "--seed",
                    seed.ToString(CultureInfo.InvariantCulture),
                ]
            )
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
}
