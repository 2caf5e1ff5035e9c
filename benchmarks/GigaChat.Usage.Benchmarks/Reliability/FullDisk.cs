using System.Globalization;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Benchmarks.Reliability;

/// <summary>Records more than the disk takes, as seen by a process with files that may not grow beyond a limit, with a
/// store that is away meanwhile.</summary>
internal static class FullDisk
{
    private const int Records = 5_000;

    public static async Task<int> RunAsync(ReliabilityOptions options, TextWriter output)
    {
        var store = new AwayStore();
        var choices = new GigaChatUsageOptions
        {
            Durability = UsageDurability.Journaled,
            JournalDirectory = Path.Combine(options.Folder!, "journal"),
        };
        await using var recorder = new UsageRecorder(store, new UsageRecorderOptions { Tracking = choices });
        for (var i = 0; i < Records; i++)
            recorder.TryRecord(
                new UsageRecord
                {
                    CreatedAt = DateTimeOffset.UnixEpoch,
                    Operation = UsageOperation.Embedding,
                    Topic = new string('x', 200),
                }
            );
        var full = recorder.Counters;

        store.IsBack = true;
        await recorder.FlushAsync();
        var counters = recorder.Counters;
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{counters.Accepted} accepted, {full.Unjournaled} of them in memory alone, {store.Stored.Count} stored"
            )
        );
        return
            full.Unjournaled is > 0 and < Records
            && counters.Accepted == Records
            && counters.Persisted == Records
            && store.Stored.Count == Records
            ? 0
            : 1;
    }

    private sealed class AwayStore : IUsageStore
    {
        public volatile bool IsBack;

        public HashSet<Guid> Stored { get; } = [];

        public Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
        {
            if (!IsBack)
                return Task.FromException(new IOException("unplugged"));
            Stored.UnionWith(batch.Select(static record => record.Id));
            return Task.CompletedTask;
        }
    }
}
