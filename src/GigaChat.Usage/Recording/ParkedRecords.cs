namespace GigaChat.Usage.Recording;

/// <summary>The records that the store refused, the last of them in memory and all of them in a file if there is one;
/// the one way by which a record leaves the recorder unwritten.</summary>
internal sealed class ParkedRecords(RecordingLog log, TimeProvider timeProvider, DeadLetterFile? file = null)
{
    /// <summary>How many are kept to be seen.</summary>
    public const int Kept = 100;

    private readonly Lock _gate = new();
    private readonly Queue<ParkedRecord> _last = [];
    private long _count;

    /// <summary>How many there were, kept or not.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The last of them, oldest first.</summary>
    public IReadOnlyList<ParkedRecord> Last
    {
        get
        {
            lock (_gate)
                return [.. _last];
        }
    }

    public async Task ParkAsync(UsageRecord record, Exception error)
    {
        // The innermost error is the store's own; those around it mostly say "see the inner exception".
        var cause = error is UsageDataException ? error : error.GetBaseException();
        var parked = new ParkedRecord(record, ParkedRecord.ReasonOf(cause), timeProvider.GetUtcNow());
        Interlocked.Increment(ref _count);
        lock (_gate)
        {
            if (_last.Count == Kept)
                _last.Dequeue();
            _last.Enqueue(parked);
        }

        log.Parked(parked);
        try
        {
            if (file is not null)
                await file.AppendAsync(parked, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            log.DeadLetterFailed(failure, file!.Path);
        }
    }
}
