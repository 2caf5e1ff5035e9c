using System.Diagnostics;
using System.Globalization;

namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>Moves the records of a PostgreSQL database to ClickHouse, and compares every total: to be ended by force, and
/// run again.</summary>
internal static class TransferLoad
{
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (args.Length != 3)
        {
            await output.WriteLineAsync("transfer POSTGRESQL-CONNECTION-STRING CLICKHOUSE-CONNECTION-STRING");
            return 2;
        }

        using var source = new PostgreSqlUsageStore(args[1], migrateOnStart: false);
        using var target = new ClickHouseUsageStore(args[2]);
        var started = Stopwatch.GetTimestamp();
        var result = await new UsageTransfer(source, target).RunAsync(
            new UsageTransferOptions { Progress = new Reports(output) }
        );
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"ended after {seconds:F0} s: {result.Copied:N0} records copied, {result.Differences.Count} totals differ"
            )
        );
        foreach (var (name, reader) in new (string, IUsageReader)[] { ("source", source), ("target", target) })
        {
            var sum = (await reader.AggregateAsync(UsageFilter.All, UsageGrouping.None))[0];
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: {sum.Count:N0} records, {sum.TotalTokens:N0} tokens"
                )
            );
        }

        return result.Differences.Count == 0 ? 0 : 1;
    }

    private sealed class Reports(TextWriter output) : IProgress<UsageTransferProgress>
    {
        public void Report(UsageTransferProgress value) =>
            output.WriteLine($"{value.Day:yyyy-MM-dd}: {value.Copied} records copied, {value.DaysLeft} days left");
    }
}
