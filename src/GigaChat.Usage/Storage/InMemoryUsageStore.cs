namespace GigaChat.Usage;

/// <summary>Keeps records in memory, for tests and for a first look; they are gone when the process ends.</summary>
public sealed class InMemoryUsageStore : IUsageStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, UsageRecord> _records = [];

    /// <inheritdoc />
    public Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ct.ThrowIfCancellationRequested();
        lock (_gate)
        {
            foreach (var record in batch)
                _records.TryAdd(record.Id, UsageRecordLimits.Fit(record));
        }

        return Task.CompletedTask;
    }
}
