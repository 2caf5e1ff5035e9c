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

    public static async Task RunAsync(TextWriter output)
    {
        var nowhere = new NowhereRecorder();
        using var bare = ObservedHttpClient.Bare(CannedAnswer.Json);
        using var handler = new HttpClient(
            new GigaChatUsageHandler(nowhere, CannedConnection.NewHandler(CannedAnswer.Json))
        );
        using var tracked = ObservedHttpClient.GigaChatUsage(CannedAnswer.Json);
        (string Name, HttpCaller Caller, List<double> Times)[] variants =
        [
            ("bare", new(bare.Client), []),
            ("handler", new(handler), []),
            ("handler and recorder", new(tracked.Client), []),
        ];

        for (var round = -2; round < Rounds; round++)
        {
            foreach (var (_, caller, times) in variants)
            {
                var started = Stopwatch.GetTimestamp();
                for (var i = 0; i < CallsPerRound; i++)
                    await caller.AskAsync();
                if (round >= 0)
                    times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds / CallsPerRound);
            }
        }

        foreach (var (name, _, times) in variants)
        {
            times.Sort();
            output.WriteLine(
                FormattableString.Invariant(
                    $"{name, -22} fastest {times[0], 6:F2} µs, median {times[Rounds / 2], 6:F2} µs a call"
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
