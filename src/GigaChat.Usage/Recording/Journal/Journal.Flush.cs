namespace GigaChat.Usage.Recording;

/// <content>Flushes to the disk.</content>
internal sealed partial class Journal
{
    private readonly Lock _flushGate = new();

    /// <summary>The segments that are complete, with records that are not flushed.</summary>
    private readonly List<JournalSegment> _unflushed = [];

    private readonly Action<JournalSegment> _flush = flush ?? (static segment => segment.FlushToDisk());

    private FlushedTickets _flushed;

    /// <summary>
    /// Waits until an appended record is on the disk, if that is configured; simultaneous callers share one flush.
    /// </summary>
    /// <returns><c>false</c> if the record may not be on the disk because the flush failed; otherwise,
    /// <c>true</c>.</returns>
    public bool FlushToDisk(long ticket)
    {
        if (!flushToDisk || ticket == 0)
            return true;
        lock (_flushGate)
        {
            if (!_flushed.IsDecided(ticket))
                FlushAll();
            return _flushed.IsFlushed(ticket);
        }
    }

    private void FlushAll()
    {
        List<JournalSegment> segments;
        long upTo;
        lock (_gate)
        {
            segments = [.. _unflushed];
            _unflushed.Clear();
            if (_active is not null)
                segments.Add(_active);
            upTo = _appended;
        }

        try
        {
            foreach (var segment in segments)
                Flush(segment);
            _flushed.Flushed(upTo);
        }
        catch (Exception error)
        {
            _flushed.Failed(upTo);
            lock (_gate)
                Broke(error);
        }
    }

    private void Flush(JournalSegment segment)
    {
        try
        {
            _flush(segment);
        }
        catch (ObjectDisposedException)
        {
            // Closed and deleted meanwhile, since the store has all of its records.
        }
    }
}
