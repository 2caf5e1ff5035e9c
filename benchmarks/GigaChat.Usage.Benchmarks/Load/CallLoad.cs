using System.Diagnostics;
using GigaChat.Usage.Benchmarks.Instrumentation;
using GigaChat.Usage.Benchmarks.Wire;

namespace GigaChat.Usage.Benchmarks.Load;

/// <summary>Sends JSON calls in turns bare, with the handler alone and with the whole of tracking, so that the parts of
/// its cost can be separated.</summary>
internal static class CallLoad
{
    private const int Rounds = 15;
    private const int CallsPerRound = 20_000;

    /// <summary>Measures the variants.</summary>
    /// <param name="output">Where the result is written.</param>
    /// <param name="only">The variants to measure, so that a profile holds nothing else; all of them if empty.</param>
    public static async Task RunAsync(TextWriter output, string[] only)
    {
        var nowhere = new NowhereRecorder();
        using var bare = ObservedHttpClient.Bare(CannedAnswer.Json);
        using var handler = new HttpClient(
            new GigaChatUsageHandler(nowhere, CannedConnection.NewHandler(CannedAnswer.Json))
        );
        using var tracked = ObservedHttpClient.GigaChatUsage(CannedAnswer.Json);
        (string Name, HttpCaller Caller, List<double> Times, long[] Garbage)[] variants =
        [
            ("bare", new(bare.Client), [], new long[4]),
            ("handler", new(handler), [], new long[4]),
            ("tracked", new(tracked.Client), [], new long[4]),
        ];
        if (only is not [])
            variants = [.. variants.Where(variant => only.Contains(variant.Name))];

        for (var round = -2; round < Rounds; round++)
        {
            foreach (var (_, caller, times, garbage) in variants)
            {
                long[] before =
                [
                    GC.GetTotalAllocatedBytes(),
                    GC.CollectionCount(0),
                    GC.CollectionCount(1),
                    GC.CollectionCount(2),
                ];
                var started = Stopwatch.GetTimestamp();
                for (var i = 0; i < CallsPerRound; i++)
                    await caller.AskAsync();
                garbage[0] += GC.GetTotalAllocatedBytes() - before[0];
                for (var generation = 0; generation < 3; generation++)
                    garbage[generation + 1] += GC.CollectionCount(generation) - before[generation + 1];
                if (round >= 0)
                    times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds / CallsPerRound);
            }
        }

        foreach (var (name, _, times, garbage) in variants)
        {
            times.Sort();
            output.WriteLine(
                FormattableString.Invariant(
                    $"{name, -10} fastest {times[0], 6:F2} µs, median {times[Rounds / 2], 6:F2} µs a call, {garbage[0] / CallsPerRound / (Rounds + 2)} bytes, collections {garbage[1]}/{garbage[2]}/{garbage[3]}, paused {GC.GetTotalPauseDuration().TotalMilliseconds:F0} ms"
                )
            );
        }
    }

    private sealed class NowhereRecorder : IUsageRecorder
    {
        public UsageRecorderCounters Counters { get; } = new();

        public bool TryRecord(UsageRecord record) => true;

        public Task FlushAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
