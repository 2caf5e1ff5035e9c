using System.Threading.Channels;

namespace GigaChat.Usage.Documents.Tests;

/// <summary>The records of a running recipe, for tests that wait for the call of a job.</summary>
public sealed class SeenRecords : IUsageObserver
{
    private readonly Channel<UsageRecord> _records = Channel.CreateUnbounded<UsageRecord>();

    public void Observe(UsageRecord record) => _records.Writer.TryWrite(record);

    /// <summary>Waits for the next record; a test that never gets one is ended by its time limit.</summary>
    public ValueTask<UsageRecord> NextAsync() =>
        _records.Reader.ReadAsync(TestContext.CurrentContext.CancellationToken);
}
