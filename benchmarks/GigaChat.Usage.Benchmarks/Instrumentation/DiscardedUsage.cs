namespace GigaChat.Usage.Benchmarks.Instrumentation;

/// <summary>The real recorder, writing to a store that keeps nothing but the last record.</summary>
internal sealed class DiscardedUsage : IUsageStore, IDisposable
{
    private UsageRecord? _last;

    public DiscardedUsage() => Recorder = new UsageRecorder(this);

    public UsageRecorder Recorder { get; }

    public Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _last, batch[^1]);
        return Task.CompletedTask;
    }

    /// <summary>Fails unless the last call left a record with the usage that the API reported.</summary>
    public void ThrowIfNone()
    {
        Recorder.FlushAsync().GetAwaiter().GetResult();
        if (
            Volatile.Read(ref _last)
            is not { Source: UsageSource.Reported, TotalTokens: > 0, Outcome: UsageOutcome.Completed }
        )
            throw new InvalidOperationException($"No usage was recorded: {_last}");
    }

    /// <summary>Fails when records were dropped: a full queue would make calls look cheaper than they are.</summary>
    public void Dispose()
    {
        Recorder.Dispose();
        var counters = Recorder.Counters;
        if (counters.Persisted != counters.Offered)
            throw new InvalidOperationException($"Records were lost: {counters}");
    }
}
