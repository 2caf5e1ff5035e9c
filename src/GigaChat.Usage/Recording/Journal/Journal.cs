namespace GigaChat.Usage;

/// <summary>Records in files between the end of their call and the store, first in, first out; what earlier owners left comes in with the rest.</summary>
/// <remarks>
/// Callers append, one writer reads and settles. A segment is deleted when all its records are settled. The records appended are as safe as the
/// page cache of the operating system: they survive the end of the process, and with <paramref name="flushToDisk"/> that of the machine.
/// </remarks>
internal sealed class Journal(string directory, long maxBytes, bool flushToDisk, JournalLog log, TimeProvider timeProvider) : IDisposable
{
    private const long SmallestSegment = 64 * 1024;
    private const long LargestSegment = 16 * 1024 * 1024;

    private static readonly TimeSpan TriedAgainAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Lock _flushGate = new();
    private readonly long _segmentBytes = Math.Clamp(maxBytes / 16, SmallestSegment, LargestSegment);

    /// <summary>All segments that hold files, and of those the ones not read to their end, oldest first.</summary>
    private readonly HashSet<JournalSegment> _segments = [];
    private readonly Queue<JournalSegment> _unread = [];

    /// <summary>What the writer has read and not settled; the writer's alone.</summary>
    private readonly Queue<(long Number, JournalSegment Segment, long End)> _taken = [];

    private JournalFolder? _folder;
    private JournalSegment? _active;
    private long _bytes;
    private long _appended;
    private long _flushed;
    private long _failures;
    private long _brokenAt;
    private TimeSpan _pause;
    private bool _broken;

    /// <summary>Bytes of all segments, those that are settled in part with all of theirs.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Times that a file could not be written.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Appends a record.</summary>
    /// <param name="frame">The record.</param>
    /// <param name="ticket">What to give <see cref="FlushToDisk"/> when the record was appended.</param>
    public JournalAppend TryAppend(JournalFrame frame, out long ticket)
    {
        ticket = 0;
        if (frame.Bytes.IsEmpty)
            return JournalAppend.Failed;
        lock (_gate)
        {
            if (_broken && timeProvider.GetElapsedTime(_brokenAt) < _pause)
                return JournalAppend.Failed;
            if (_bytes + frame.Bytes.Length + SegmentHeader.Bytes > maxBytes)
            {
                log.Full(maxBytes);
                return JournalAppend.Full;
            }

            try
            {
                var segment = ActiveFor(frame.Bytes.Length);
                segment.Append(frame);
                _bytes += frame.Bytes.Length;
                ticket = ++_appended;
                if (_broken)
                    log.IsBack();
                _broken = false;
                return JournalAppend.Done;
            }
            catch (Exception error)
            {
                Broke(error);
                return JournalAppend.Failed;
            }
        }
    }

    /// <summary>Waits until an appended record is on the disk, if that was chosen; callers at the same time share one flush.</summary>
    public void FlushToDisk(long ticket)
    {
        if (!flushToDisk || ticket == 0)
            return;
        lock (_flushGate)
        {
            if (_flushed >= ticket)
                return;
            JournalSegment? active;
            long upTo;
            lock (_gate)
                (active, upTo) = (_active, _appended);
            try
            {
                // What is in older segments was flushed when they were closed.
                active?.FlushToDisk();
                _flushed = upTo;
            }
            catch (ObjectDisposedException)
            {
                // Closed and deleted meanwhile, since the store has all of it.
            }
            catch (Exception error)
            {
                lock (_gate)
                    Broke(error);
            }
        }
    }

    /// <summary>Adds what an earlier owner left; it is read after all that was appended so far.</summary>
    public void Add(IReadOnlyList<JournalSegment> segments)
    {
        lock (_gate)
        {
            CloseActive();
            foreach (var segment in segments)
                Keep(segment);
        }
    }

    /// <summary>Reads records into a batch; for the writer alone.</summary>
    /// <param name="batch">Where they go, each with the number of its place in the order of acceptance.</param>
    /// <param name="number">The number of the first.</param>
    /// <param name="most">How many were appended and not read, or fewer.</param>
    /// <returns>How many of those could not be read, and are lost.</returns>
    public int Read(List<QueuedRecord> batch, long number, int most)
    {
        var lost = 0;
        for (JournalSegment? segment; most > 0 && (segment = Unread(out var count, out var length)) is not null;)
        {
            var lostHere = 0;
            for (; most > 0 && segment.Read < count; most--, number++)
            {
                if (segment.Next(length, out var end) is { } record)
                {
                    batch.Add(new QueuedRecord(number, record, Journaled: true));
                    _taken.Enqueue((number, segment, end));
                }
                else
                {
                    lostHere++;
                    segment.Settled++;
                }
            }

            if (lostHere > 0)
                log.Lost(lostHere, segment.Path);
            lost += lostHere;
        }

        return lost;
    }

    /// <summary>Forgets what is settled: every record read that has a number below this one (null: every one). For the writer alone.</summary>
    public void SettleBelow(long? firstUnsettled)
    {
        while (_taken.TryPeek(out var oldest) && oldest.Number < (firstUnsettled ?? long.MaxValue))
        {
            var (_, segment, end) = _taken.Dequeue();
            segment.Settled++;
            if (_taken.TryPeek(out var next) && next.Number < (firstUnsettled ?? long.MaxValue) && next.Segment == segment)
                continue;
            if (!DeleteIfDone(segment))
                Mark(segment, end);
        }

        // Writing goes on without complaint to a file that somebody deleted, but no one would find it again.
        lock (_gate)
        {
            if (_active is { } active && !File.Exists(active.Path))
            {
                Broke(new FileNotFoundException("The journal's file is gone; somebody may have deleted it.", active.Path));
                _pause = TimeSpan.Zero;
            }
        }
    }

    /// <summary>Closes the files; those with records that are not settled stay for the next owner.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            CloseActive();
            foreach (var segment in _segments.ToList())
            {
                if (!DeleteIfDone(segment))
                    segment.Dispose();
            }

            foreach (var folder in _segments.Select(static segment => segment.Folder).Append(_folder).OfType<JournalFolder>().Distinct())
                folder.Dispose();
            _segments.Clear();
            _folder = null;
        }
    }

    private JournalSegment ActiveFor(int bytes)
    {
        if (_active is not null && _active.Length + bytes <= _segmentBytes)
            return _active;
        CloseActive();
        if (_folder is { Exists: false } gone)
        {
            _folder = null;
            ReleaseIfEmpty(gone);
        }

        _folder ??= JournalFolder.Create(directory, timeProvider);
        _active = JournalSegment.Create(_folder, _folder.NextSegmentPath());
        Keep(_active);
        return _active;
    }

    private void Keep(JournalSegment segment)
    {
        _segments.Add(segment);
        _unread.Enqueue(segment);
        _bytes += segment.Length;
    }

    private void CloseActive()
    {
        if (_active is null)
            return;
        if (flushToDisk)
            _active.FlushToDisk();
        _active.Closed = true;
        _active = null;
    }

    private void Broke(Exception error)
    {
        _failures++;
        _broken = true;
        _brokenAt = timeProvider.GetTimestamp();
        _pause = TriedAgainAfter;
        if (_active is not null)
        {
            // Behind what was written of the last record, nothing is appended.
            _active.Closed = true;
            _active = null;
        }

        log.Failed(error);
    }

    /// <summary>The segment to read from, and how far it goes at present.</summary>
    private JournalSegment? Unread(out long count, out long length)
    {
        lock (_gate)
        {
            while (_unread.TryPeek(out var segment))
            {
                (count, length) = (segment.Count, segment.Length);
                if (segment.Read < count)
                    return segment;
                if (!segment.Closed)
                    break;
                _unread.Dequeue();
                segment.EndReading();
                DeleteIfDone(segment);
            }
        }

        (count, length) = (0, 0);
        return null;
    }

    private bool DeleteIfDone(JournalSegment segment)
    {
        lock (_gate)
        {
            if (!segment.Closed || segment.Settled < segment.Count)
                return false;
            if (!_segments.Remove(segment))
                return true;
            _bytes -= segment.Length;
            segment.Dispose();
            RemoveFile(segment);
            if (segment.Folder != _folder)
                ReleaseIfEmpty(segment.Folder);
            return true;
        }
    }

    private void RemoveFile(JournalSegment segment)
    {
        try
        {
            if (segment.Damaged)
                log.Damaged(segment.Path, segment.Folder.SetAside(segment.Path));
            else
                File.Delete(segment.Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is found again at the next start, offered once more, and changes nothing.
        }
    }

    private void ReleaseIfEmpty(JournalFolder folder)
    {
        if (_segments.All(segment => segment.Folder != folder))
            folder.Dispose();
    }

    private static void Mark(JournalSegment segment, long settled)
    {
        try
        {
            segment.Mark(settled);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Then a part of it is offered twice after a crash.
        }
    }
}
