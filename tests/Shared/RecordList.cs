using System.Collections.Concurrent;

namespace GigaChat.Usage.Tests;

/// <summary>A recorder that keeps what it is offered, for tests of what capture makes.</summary>
internal sealed class RecordList : IUsageRecorder
{
    private readonly ConcurrentQueue<UsageRecord> _records = new();

    public UsageRecorderCounters Counters => new() { Accepted = _records.Count, Persisted = _records.Count };

    public IReadOnlyList<UsageRecord> Records => [.. _records];

    public bool TryRecord(UsageRecord record)
    {
        _records.Enqueue(record);
        return true;
    }

    public Task FlushAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
}
