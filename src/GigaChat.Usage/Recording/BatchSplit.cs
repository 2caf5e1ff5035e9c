namespace GigaChat.Usage;

/// <summary>One pass over a batch that failed as a whole: halves it until what can be written is, and what cannot stands alone.</summary>
/// <remarks>
/// A record refused for its data is parked. An error that says nothing of its cause is held against a record only on evidence. First a canary,
/// one record offered alone, has to show that the store takes records at all. Then the record has to fail alone, and once more at the end; and
/// between the two the store has to have taken another, or all that the record ever failed together with has to be written. One outage, whenever
/// it begins and ends, cannot bring that about for a record without fault: it parks nothing.
/// </remarks>
internal sealed class BatchSplit(StoreWriter store, RecordQueue queue, ParkedRecords parked)
{
    private readonly HashSet<long> _settled = [];
    private readonly List<Suspect> _suspects = [];
    private int _written;
    private bool _splitsUnknown;
    private bool _ended;

    /// <summary>Whether the pass wrote anything.</summary>
    public bool Wrote => _written > 0;

    /// <summary>The last error that kept a record from being settled.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Whether a record is written or parked.</summary>
    public bool Settled(QueuedRecord queued) => _settled.Contains(queued.Number);

    /// <summary>Splits a batch that was refused for the data of a record.</summary>
    public Task OnDataErrorAsync(ReadOnlyMemory<QueuedRecord> batch, Exception error) => SplitAsync(batch, error);

    /// <summary>Splits a batch of two or more that keeps failing for no known cause.</summary>
    public async Task OnUnknownErrorAsync(ReadOnlyMemory<QueuedRecord> batch, int canary)
    {
        await OfferCanaryAsync(batch.Slice(canary, 1)).ConfigureAwait(false);
        await OfferAsync(batch[..canary]).ConfigureAwait(false);
        await OfferAsync(batch[(canary + 1)..]).ConfigureAwait(false);
        Eliminate(batch.Length, writtenBefore: 0, suspectsBefore: 0);
        await JudgeAsync().ConfigureAwait(false);
    }

    /// <summary>Tells whether a record that keeps failing alone is at fault, with another for a canary.</summary>
    public async Task OnUnknownErrorAsync(QueuedRecord alone, QueuedRecord canary)
    {
        _suspects.Add(new Suspect(alone, WrittenBefore: 0));
        await OfferCanaryAsync(new[] { canary }).ConfigureAwait(false);
        await JudgeAsync().ConfigureAwait(false);
    }

    private async Task OfferCanaryAsync(ReadOnlyMemory<QueuedRecord> canary)
    {
        await OfferAsync(canary).ConfigureAwait(false);
        _splitsUnknown = Wrote;
        _ended = !Wrote;
    }

    private async Task OfferAsync(ReadOnlyMemory<QueuedRecord> part)
    {
        if (_ended || part.IsEmpty)
            return;

        var error = await store.TryWriteAsync(part).ConfigureAwait(false);
        if (error is null)
            Written(part.Span);
        else if (error.FaultOf() is var fault && (fault == StoreFault.Data || (fault == StoreFault.Unknown && _splitsUnknown)))
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
        else if (error is UsageDataException)
        {
            Park(part.Span[0], error);
        }
        else
        {
            _suspects.Add(new Suspect(part.Span[0], _written));
        }
    }

    /// <summary>Of records that failed together, all but one are written by now: that one made them fail.</summary>
    private void Eliminate(int together, int writtenBefore, int suspectsBefore)
    {
        if (_written - writtenBefore == together - 1 && _suspects.Count == suspectsBefore + 1)
            _suspects[^1] = _suspects[^1] with { IsLast = true };
    }

    /// <summary>Offers every suspect once more, and parks those there is evidence against.</summary>
    private async Task JudgeAsync()
    {
        foreach (var suspect in _suspects)
        {
            if (_ended)
                return;
            var error = await store.TryWriteAsync(new[] { suspect.Queued }).ConfigureAwait(false);
            var fault = error?.FaultOf();
            if (error is null)
                Written([suspect.Queued]);
            else if (fault == StoreFault.Data || (fault == StoreFault.Unknown && (suspect.IsLast || _written > suspect.WrittenBefore)))
                Park(suspect.Queued, error);
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
        queue.Persisted(part.Length);
    }

    private void Park(QueuedRecord refused, Exception error)
    {
        _settled.Add(refused.Number);
        parked.Park(refused.Record, error);
        queue.Failed(1);
    }

    /// <param name="Queued">The record that failed alone.</param>
    /// <param name="WrittenBefore">How many records the pass had written by then.</param>
    /// <param name="IsLast">Whether everything it failed together with, in some attempt, is written.</param>
    private readonly record struct Suspect(QueuedRecord Queued, int WrittenBefore, bool IsLast = false);
}
