namespace GigaChat.Usage.Recording;

/// <summary>
/// One pass over a batch that failed as a whole: halves it until all writable records are written and the others are
/// isolated.
/// </summary>
/// <remarks>
/// A record that is rejected for its data is dead-lettered. An error without a known cause counts against a record only
/// on evidence. First a probe record, offered alone, has to show that the store accepts records at all. Then the record
/// has to fail alone, twice; and between the two the store has to have accepted another record, or all records that it
/// failed together with have to be written. No single outage, at any time, can cause that for a valid record: an outage
/// dead-letters nothing.
/// </remarks>
internal sealed class BatchSplit(StoreWriter store, RecordQueue queue, ParkedRecords parked, Suspicions suspicions)
{
    private readonly HashSet<long> _settled = [];
    private readonly List<QueuedRecord> _suspects = [];
    private readonly HashSet<long> _eliminated = [];
    private int _written;
    private bool _splitsUnknown;
    private bool _ended;

    /// <summary><c>true</c> if the pass has written any record; otherwise, <c>false</c>.</summary>
    public bool Wrote => _written > 0;

    /// <summary>The last error that prevented a record from being settled.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Determines whether a record is written or dead-lettered.</summary>
    public bool Settled(QueuedRecord queued) => _settled.Contains(queued.Number);

    /// <summary>Splits a batch that was rejected for the data of a record.</summary>
    public Task OnDataErrorAsync(ReadOnlyMemory<QueuedRecord> refused, Exception error) => SplitAsync(refused, error);

    /// <summary>Splits a batch that fails repeatedly for no known cause.</summary>
    /// <param name="failed">The records that failed together.</param>
    /// <param name="canary">The probe record to try first; one of those that failed, or another.</param>
    public async Task OnUnknownErrorAsync(QueuedRecord[] failed, QueuedRecord canary)
    {
        if (failed is [var alone])
            suspicions.FailedAlone(alone);

        await OfferAsync(new[] { canary }).ConfigureAwait(false);
        _splitsUnknown = Wrote;
        _ended = !Wrote;

        var rest = Array.FindAll(failed, queued => queued != canary);
        await OfferAsync(rest).ConfigureAwait(false);
        if (rest.Length < failed.Length)
            Eliminate(failed.Length, writtenBefore: 0, suspectsBefore: 0);
        await JudgeAsync().ConfigureAwait(false);
    }

    private async Task OfferAsync(ReadOnlyMemory<QueuedRecord> part)
    {
        if (_ended || part.IsEmpty)
            return;

        var error = await store.TryWriteAsync(part).ConfigureAwait(false);
        if (error is null)
            Written(part.Span);
        else if (
            error.FaultOf() is var fault
            && (fault == StoreFault.Data || (fault == StoreFault.Unknown && _splitsUnknown))
        )
            await SplitAsync(part, error).ConfigureAwait(false);
        else
            End(error);
    }

    private async Task SplitAsync(ReadOnlyMemory<QueuedRecord> part, Exception error)
    {
        if (part.Length > 1)
        {
            var (written, suspects) = (_written, _suspects.Count);
            var half = part.Length / 2;
            await OfferAsync(part[..half]).ConfigureAwait(false);
            await OfferAsync(part[half..]).ConfigureAwait(false);
            Eliminate(part.Length, written, suspects);
        }
        else if (error is UsageDataException || suspicions.FailedAlone(part.Span[0]))
        {
            await ParkAsync(part.Span[0], error).ConfigureAwait(false);
        }
        else
        {
            _suspects.Add(part.Span[0]);
        }
    }

    /// <summary>
    /// Marks the last remaining one of several records that failed together: all others are written by now, so it is
    /// the cause.
    /// </summary>
    private void Eliminate(int together, int writtenBefore, int suspectsBefore)
    {
        if (_written - writtenBefore == together - 1 && _suspects.Count == suspectsBefore + 1)
            _eliminated.Add(_suspects[^1].Number);
    }

    /// <summary>Offers every suspect once more, and dead-letters those with evidence against them.</summary>
    private async Task JudgeAsync()
    {
        foreach (var suspect in _suspects)
        {
            if (_ended)
                return;
            var error = await store.TryWriteAsync(new[] { suspect }).ConfigureAwait(false);
            var fault = error?.FaultOf();
            if (error is null)
                Written([suspect]);
            else if (
                fault == StoreFault.Data
                || (
                    fault == StoreFault.Unknown
                    && (suspicions.FailedAlone(suspect) || _eliminated.Contains(suspect.Number))
                )
            )
                await ParkAsync(suspect, error).ConfigureAwait(false);
            else if (fault == StoreFault.Unknown)
                Error = error;
            else
                End(error);
        }
    }

    private void End(Exception error)
    {
        Error = error;
        _ended = true;
    }

    private void Written(ReadOnlySpan<QueuedRecord> part)
    {
        foreach (var queued in part)
            _settled.Add(queued.Number);
        _written += part.Length;
        suspicions.Written(part);
        queue.Persisted(part.Length);
    }

    private async Task ParkAsync(QueuedRecord refused, Exception error)
    {
        _settled.Add(refused.Number);
        suspicions.Forget(refused);
        await parked.ParkAsync(refused.Record, error).ConfigureAwait(false);
        queue.Failed(1);
    }
}
