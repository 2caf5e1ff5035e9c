using System.Diagnostics;
using System.Globalization;
using GigaChat.Usage.Benchmarks.Store;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Benchmarks.Reliability;

/// <summary>Takes the store away under load and gives it back. Calls with tracking and without take turns, so that
/// their times can be set side by side.</summary>
internal static class OutageRun
{
    private static readonly string[] Phases = ["warm-up", "store there", "store away", "store back"];

    public static async Task<int> RunAsync(ReliabilityOptions options, TextWriter output)
    {
        await using var target = await StoreTarget.OpenAsync(options.Database, options.ConnectionString);
        using var store = target.OpenStore();
        await store.EnsureMigratedAsync();
        await using var server = await GigaChatServer.StartAsync(static server => server.Balance.Clear());
        var folder = Directory.CreateTempSubdirectory("gigachat-usage-outage-");
        try
        {
            await using var services = TrackedApplication.Build(
                options,
                target.ConnectionString,
                folder.FullName,
                server.V1BaseAddress
            );
            var recorder = services.GetRequiredService<UsageRecorder>();
            var clients = services.GetRequiredService<IHttpClientFactory>();
            var times = Phases.Select(static _ => new[] { new List<double>(), new List<double>() }).ToArray();
            var phase = 0;
            using var stop = new CancellationTokenSource();
            var calling = PacedCalls.RunAsync(
                [clients.CreateClient(TrackedApplication.Bare), clients.CreateClient(TrackedApplication.Tracked)],
                options.Rate,
                (client, _, took) =>
                {
                    var list = times[Volatile.Read(ref phase)][client];
                    lock (list)
                        list.Add(took.TotalMicroseconds);
                },
                stop.Token
            );

            var calm = TimeSpan.FromSeconds(Math.Max(1, options.Seconds / 4));
            await PassAsync(calm);
            phase = 1;
            await PassAsync(calm);
            await output.WriteLineAsync($"The store goes away for {options.Seconds} s.");
            await using (await target.TakeAwayAsync())
            {
                phase = 2;
                await PassAsync(TimeSpan.FromSeconds(options.Seconds));
                await output.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"It comes back; {recorder.Counters.Queued + recorder.Counters.InFlight} records wait, {recorder.Counters.JournalBytes} bytes in the journal."
                    )
                );
            }

            phase = 3;
            var back = Stopwatch.GetTimestamp();
            await recorder.FlushAsync();
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"All that waited was written {Stopwatch.GetElapsedTime(back).TotalSeconds:F1} s later."
                )
            );
            await PassAsync(calm);
            await stop.CancelAsync();
            await calling;
            await recorder.FlushAsync();

            await TellTimesAsync(times, output);
            var calls = times.Sum(static of => of[1].Count);
            var stored = (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None)).Sum(static group =>
                group.Count
            );
            var counters = recorder.Counters;
            var isLossless =
                stored == calls
                && counters.Accepted == calls
                && counters is { Failed: 0, Dropped: 0 }
                && (await store.CheckRollupsAsync()).Count == 0;
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{options.Database}, {options.Durability}, {options.Seconds} s away: {calls} tracked calls, {counters.Accepted} accepted, {stored} stored, {counters.Retries} retries, {counters.Dropped} dropped: {(isLossless ? "nothing lost, nothing doubled" : "NOT AS IT SHOULD BE")}"
                )
            );
            return isLossless ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task PassAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);

    private static async Task TellTimesAsync(List<double>[][] times, TextWriter output)
    {
        await output.WriteLineAsync(
            "| µs a call, without / with tracking | calls | 50 % | 90 % | 99 % | 99.9 % | longest |"
        );
        await output.WriteLineAsync("|---|---:|---:|---:|---:|---:|---:|");
        for (var phase = 1; phase < Phases.Length; phase++)
        {
            var (bare, tracked) = (times[phase][0], times[phase][1]);
            bare.Sort();
            tracked.Sort();
            var shares = new[] { 0.5, 0.9, 0.99, 0.999, 1 }.Select(share =>
                string.Create(CultureInfo.InvariantCulture, $"{At(bare, share):F0} / {At(tracked, share):F0}")
            );
            await output.WriteLineAsync(
                $"| {Phases[phase]} | {bare.Count} / {tracked.Count} | {string.Join(" | ", shares)} |"
            );
        }
    }

    private static double At(List<double> sorted, double share) =>
        sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
