using System.Collections.Concurrent;
using System.Diagnostics;

namespace GigaChat.Usage.DashboardLoad;

/// <summary>Asks for one page from several viewers at once, each again as soon as it has its answer.</summary>
internal static class PageLoad
{
    /// <summary>Milliseconds of every answer, shortest first.</summary>
    public static async Task<double[]> RunAsync(
        HttpClient client,
        Func<int, string> address,
        int viewers,
        TimeSpan duration,
        CancellationToken cancellationToken
    )
    {
        var times = new ConcurrentBag<double>();
        var asked = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, viewers).Select(_ => Task.Run(ViewAsync)));
        return [.. times.Order()];

        async Task ViewAsync()
        {
            while (watch.Elapsed < duration)
            {
                var start = watch.Elapsed;
                var page = await client.GetStringAsync(address(Interlocked.Increment(ref asked)), cancellationToken);
                times.Add((watch.Elapsed - start).TotalMilliseconds);
                if (page.Contains("role=\"alert\"", StringComparison.Ordinal))
                    throw new InvalidOperationException($"The store did not answer {address(asked)}.");
            }
        }
    }

    public static double Percentile(double[] sorted, double part) =>
        sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];
}
