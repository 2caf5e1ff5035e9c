using System.Diagnostics;
using GigaChat.Usage.Benchmarks;
using GigaChat.Usage.Benchmarks.Store;

namespace GigaChat.Usage.DashboardLoad;

/// <summary>Downloads the records as a file, and watches the memory of this process, which is the server's, while the
/// file is written. The client keeps nothing of what it reads.</summary>
internal static class ExportLoad
{
    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(HttpClient client, GigaChatTokenUsage usage, string format)
    {
        Console.WriteLine(
            "| records | bytes | seconds | records a second | working set before, MB | at most | managed memory at most, MB |\n|---:|---:|---:|---:|---:|---:|---:|"
        );
        var first = DateOnly.FromDateTime(StoreRecords.Start.DateTime).AddDays(1);
        foreach (var days in (int[])[1, 10, 365])
        {
            var next = first.AddDays(days);
            var records = (
                await usage.GetTotalsAsync(
                    new UsageFilter
                    {
                        From = new DateTimeOffset(first.ToDateTime(TimeOnly.MinValue), usage.TimeZone.BaseUtcOffset),
                        To = new DateTimeOffset(next.ToDateTime(TimeOnly.MinValue), usage.TimeZone.BaseUtcOffset),
                    }
                )
            ).Count;
            var address = $"export/records.{format}?from={first:O}&to={next.AddDays(-1):O}";
            await MeasureAsync(client, address, records);
        }
    }

    private static async Task MeasureAsync(HttpClient client, string address, long records)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Environment.WorkingSet;
        await using var memory = new MemoryWatch();
        var watch = Stopwatch.StartNew();
        long bytes = 0;
        await using (var file = await client.GetStreamAsync(address))
        {
            var buffer = new byte[64 * 1024];
            var next = Progress;
            while (await file.ReadAsync(buffer) is var read and > 0)
            {
                bytes += read;
                if (watch.Elapsed < next)
                    continue;
                next += Progress;
                await Console.Error.WriteLineAsync(
                    $"  {watch.Elapsed:mm\\:ss}, {bytes:N0} bytes, working set {Megabytes(memory.WorkingSet)} MB at most, managed {Megabytes(memory.Managed)} MB"
                );
            }
        }

        var elapsed = watch.Elapsed.TotalSeconds;
        Console.WriteLine(
            $"| {records:N0} | {bytes:N0} | {elapsed:N1} | {records / elapsed:N0} | {Megabytes(before)} | {Megabytes(memory.WorkingSet)} | {Megabytes(memory.Managed)} |"
        );

        static string Megabytes(long size) =>
            (size / 1e6).ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
    }
}
