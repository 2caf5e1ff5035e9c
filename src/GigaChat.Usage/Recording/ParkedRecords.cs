namespace GigaChat.Usage.Recording;

/// <summary>
/// The dead-lettered records: the last of them in memory, and all of them in a file if there is one. A record that is
/// not written leaves the recorder only through this class.
/// </summary>
internal sealed class ParkedRecords(RecordingLog log, TimeProvider timeProvider, DeadLetterFile? file = null)
{
    /// <summary>The number of records that are kept in memory.</summary>
    public const int Kept = 100;

    private readonly Lock _gate = new();
    private readonly Queue<ParkedRecord> _last = [];
    private long _count;

    /// <summary>The total number of dead-lettered records.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The last dead-lettered records, oldest first.</summary>
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
        // The innermost error is that of the store; the outer ones mostly refer to the inner exception.
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
