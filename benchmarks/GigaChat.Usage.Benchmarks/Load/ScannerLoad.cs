using System.Diagnostics;
using GigaChat.Usage.Benchmarks.Wire;
using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Benchmarks.Load;

/// <summary>Runs the scanner of responses alone, long enough to be profiled.</summary>
internal static class ScannerLoad
{
    private const int Rounds = 7;

    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(1);

    public static void Run(TextWriter output)
    {
        Measure(output, "stream", [.. ChatAnswer.Events, ChatAnswer.DoneEvent.ToArray()]);
        Measure(output, "JSON", [ChatAnswer.Json]);
    }

    private static void Measure(TextWriter output, string name, byte[][] pieces)
    {
        var bytes = pieces.Sum(piece => piece.Length);
        var body = new BodyReader();
        ReadFor(RoundTime, pieces, body);
        var rounds = Enumerable.Range(0, Rounds).Select(_ => ReadFor(RoundTime, pieces, body)).Order().ToArray();
        foreach (var (label, time) in new[] { ("fastest", rounds[0]), ("median", rounds[Rounds / 2]) })
        {
            output.WriteLine(
                FormattableString.Invariant(
                    $"{name, -6} {label, -7} {time / bytes, 7:F3} ns/byte {time / pieces.Length, 9:F1} ns/event {time / 1000, 8:F2} µs ({pieces.Length} events, {bytes} bytes)"
                )
            );
        }
    }

    /// <summary>Scans the body again and again; returns the nanoseconds that one took.</summary>
    private static double ReadFor(TimeSpan time, byte[][] pieces, BodyReader body)
    {
        var bodies = 0;
        var started = Stopwatch.GetTimestamp();
        TimeSpan elapsed;
        do
        {
            for (var i = 0; i < 100; i++, bodies++)
                Read(pieces, body);
            elapsed = Stopwatch.GetElapsedTime(started);
        } while (elapsed < time);
        return elapsed.TotalNanoseconds / bodies;
    }

    private static void Read(byte[][] pieces, BodyReader body)
    {
        body.Reset(ChatContract.Instance);
        foreach (var piece in pieces)
            body.Read(piece);
        body.End();
        if (!body.IsComplete || body.Answer.Usage is null)
            throw new InvalidOperationException("The scanner found no usage.");
    }
}
