using System.Diagnostics;
using GigaChat.Usage.Benchmarks;
using GigaChat.Usage.Benchmarks.Store;

namespace GigaChat.Usage.DashboardLoad;

/// <summary>Downloads the records as a file, and watches the memory of this process, which is the server's, while the
/// file is written. The client keeps nothing of what it reads.</summary>
internal static class ExportLoad
{
    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(
        HttpClient client,
        GigaChatTokenUsage usage,
        ListedRecords listed,
        string format,
        CancellationToken cancellationToken
    )
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
                    },
                    cancellationToken: cancellationToken
                )
            ).Count;
            var address = $"export/records.{format}?from={first:O}&to={next.AddDays(-1):O}";
            await MeasureAsync(client, address, records, listed, cancellationToken);
        }
    }

    private static async Task MeasureAsync(
        HttpClient client,
        string address,
        long records,
        ListedRecords listed,
        CancellationToken cancellationToken
    )
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Environment.WorkingSet;
        await using var memory = new MemoryWatch();
        var watch = Stopwatch.StartNew();
        var (first, bytes) = (listed.Count, 0L);
        using var timer = new Timer(_ => Report(), null, Progress, Progress);
        await using (var file = await client.GetStreamAsync(address, cancellationToken))
        {
            var buffer = new byte[64 * 1024];
            while (await file.ReadAsync(buffer, cancellationToken) is var read and > 0)
                bytes += read;
        }

        var elapsed = watch.Elapsed.TotalSeconds;
        Console.WriteLine(
            $"| {records:N0} | {bytes:N0} | {elapsed:N1} | {records / elapsed:N0} | {Megabytes(before)} | {Megabytes(memory.WorkingSet)} | {Megabytes(memory.Managed)} |"
        );

        // A line even when no byte has come: the first page of a large store may take long.
        void Report() =>
            Console.Error.WriteLine(
                $"  {watch.Elapsed:hh\\:mm\\:ss}, {listed.Count - first:N0} of {records:N0} records, {Interlocked.Read(ref bytes):N0} bytes, working set {Megabytes(Environment.WorkingSet)} MB, at most {Megabytes(memory.WorkingSet)} MB, managed {Megabytes(memory.Managed)} MB at most"
            );

        static string Megabytes(long size) =>
            (size / 1e6).ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
    }
}
