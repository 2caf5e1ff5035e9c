using System.Collections.Concurrent;

namespace GigaChat.Usage.Interop;

/// <summary>A recorder that keeps what it is offered.</summary>
internal sealed class RecordList : IUsageRecorder
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ConcurrentQueue<UsageRecord> _records = new();
    private readonly SemaphoreSlim _offered = new(0);

    public UsageRecorderCounters Counters => new() { Accepted = _records.Count, Persisted = _records.Count };

    public IReadOnlyList<UsageRecord> Records => [.. _records];

    public bool TryRecord(UsageRecord record)
    {
        _records.Enqueue(record);
        _offered.Release();
        return true;
    }

    public Task FlushAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>The next record, which may come after its caller has gone on.</summary>
    public async Task<UsageRecord> NextAsync()
    {
        (await _offered.WaitAsync(Patience)).Should().BeTrue("a call that was sent leaves a record");
        _records.TryDequeue(out var record).Should().BeTrue();
        return record!;
    }
}
