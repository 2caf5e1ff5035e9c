using System.Diagnostics;

namespace GigaChat.Usage.Benchmarks.Reliability;

/// <summary>What recording costs the caller with each durability, the store taking everything at once; the variants take turns.</summary>
internal static class JournalCost
{
    private const int Rounds = 9;
    private const int Records = 20_000;

    public static async Task RunAsync(TextWriter output)
    {
        foreach (var callers in new[] { 1, 8 })
        {
            var buffered = new List<double>();
            var journaled = new List<double>();
            for (var round = -1; round < Rounds; round++)
            {
                var (first, second) = (await MeasureAsync(UsageDurability.Buffered, callers), await MeasureAsync(UsageDurability.Journaled, callers));
                if (round < 0)
                    continue;
                buffered.Add(first);
                journaled.Add(second);
            }

            buffered.Sort();
            journaled.Sort();
            await output.WriteLineAsync(FormattableString.Invariant(
                $"{callers} callers: buffered {buffered[Rounds / 2]:F2} µs ({buffered[0]:F2} to {buffered[^1]:F2}), journaled {journaled[Rounds / 2]:F2} µs ({journaled[0]:F2} to {journaled[^1]:F2}) a record, on each caller's path"));
        }
    }

    private static async Task<double> MeasureAsync(UsageDurability durability, int callers)
    {
        var folder = Directory.CreateTempSubdirectory("gigachat-usage-cost-");
        try
        {
            await using var recorder = new UsageRecorder(new NowhereStore(), new GigaChatUsageOptions { Durability = durability, JournalDirectory = folder.FullName });
            var record = new UsageRecord
            {
                CreatedAt = DateTimeOffset.UnixEpoch,
                Operation = UsageOperation.TextGeneration,
                Model = "GigaChat-2-Pro",
                ModelVersion = "2.0.28.2",
                UserId = "user-000123",
                UserName = "Мария Иванова",
                AccessToken = "3fa85f64-5717-4562-b3fc-2c963f66afa6",
                AccessTokenType = "DEVELOPER",
                Topic = "Конспект урока",
                Platform = "web",
                RequestId = "3fa85f64-5717-4562-b3fc-2c963f66afa6",
                FinishReason = "stop",
                PromptTokens = 321,
                CompletionTokens = 123,
                TotalTokens = 444,
                StatusCode = 200,
                Duration = TimeSpan.FromMilliseconds(900),
            };
            var times = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() =>
            {
                var began = Stopwatch.GetTimestamp();
                for (var i = 0; i < Records; i++)
                    recorder.TryRecord(record);
                return Stopwatch.GetElapsedTime(began).TotalMicroseconds / Records;
            })));
            return times.Average();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class NowhereStore : IUsageStore
    {
        public Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken ct) => Task.CompletedTask;
    }
}
