namespace GigaChat.Usage.Recording;

/// <summary>
/// Stores records in files between the end of their call and the store, first in, first out; the records that earlier
/// processes left are read with the others.
/// </summary>
/// <remarks>
/// Callers append, one writer reads and settles. A segment is deleted when all its records are settled. Appended
/// records are as safe as the page cache of the operating system: they survive a crash of the process, and with
/// <paramref name="flushToDisk"/> a crash of the machine.
/// </remarks>
internal sealed partial class Journal(
    string directory,
    long maxBytes,
    bool flushToDisk,
    JournalLog log,
    TimeProvider timeProvider,
    Action<JournalSegment>? flush = null
) : IDisposable
{
    private const long SmallestSegment = 64 * 1024;
    private const long LargestSegment = 16 * 1024 * 1024;

    private static readonly TimeSpan TriedAgainAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly long _segmentBytes = Math.Clamp(maxBytes / 16, SmallestSegment, LargestSegment);

    /// <summary>All segments with files, and a queue of those that are not read to their end, oldest first.</summary>
    private readonly HashSet<JournalSegment> _segments = [];
    private readonly Queue<JournalSegment> _unread = [];

    /// <summary>The records that the writer has read and not settled; used by the writer only.</summary>
    private readonly Queue<(long Number, JournalSegment Segment, long Behind)> _taken = [];

    private JournalFolder? _folder;
    private JournalSegment? _active;
    private long _bytes;
    private long _appended;
    private long _failures;
    private long _brokenAt;
    private TimeSpan _pause;
    private bool _broken;

    /// <summary>The size of all segments in bytes, including the settled part of segments.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>The number of times that a file could not be written.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Appends a record.</summary>
    /// <param name="frame">The record.</param>
    /// <param name="ticket">The ticket to pass to <see cref="FlushToDisk"/> if the record was appended.</param>
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

    /// <summary>
    /// Adds the segments that an earlier process left; they are read after all records appended so far.
    /// </summary>
    public void Add(IReadOnlyList<JournalSegment> segments)
    {
        lock (_gate)
        {
            CloseActive();
            foreach (var segment in segments)
                Keep(segment);
        }
    }

    /// <summary>Reads records into a batch; for the writer only.</summary>
    /// <param name="batch">The batch to add records to, each with its number in the order of acceptance.</param>
    /// <param name="number">The number of the first record.</param>
    /// <param name="most">The number of records to read, at most the number of appended and unread ones.</param>
    /// <returns>The number of those records that could not be read and are lost.</returns>
    public int Read(List<QueuedRecord> batch, long number, int most)
    {
        var lost = 0;
        for (JournalSegment? segment; most > 0 && (segment = Unread(out var count, out var length)) is not null; )
        {
            var lostHere = 0;
            for (; most > 0 && segment.Read < count; most--, number++)
            {
                if (segment.Next(length, out var behind) is { } record)
                {
                    batch.Add(new QueuedRecord(number, record, Journaled: true));
                    _taken.Enqueue((number, segment, behind));
                }
                else
                {
                    lostHere++;
                    segment.Settled++;
                }
            }

            if (lostHere > 0)
            {
                // The segment may have no record left to settle.
                log.Lost(lostHere, segment.Path);
                DeleteIfDone(segment);
            }

            lost += lostHere;
        }

        return lost;
    }

    /// <summary>Closes the files; those with records that are not settled remain for the next process.</summary>
    public void Dispose()
    {
        if (flushToDisk)
        {
            lock (_flushGate)
                FlushAll();
        }

        lock (_gate)
        {
            CloseActive();
            foreach (var segment in _segments.ToList())
            {
                if (!DeleteIfDone(segment))
                    segment.Dispose();
            }

            foreach (
                var folder in _segments
                    .Select(static segment => segment.Folder)
                    .Append(_folder)
                    .OfType<JournalFolder>()
                    .Distinct()
            )
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
        _active = JournalSegment.Create(_folder, _folder.NextSegmentPath(), _appended);
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
        _active.Closed = true;
        if (flushToDisk)
            _unflushed.Add(_active);
        _active = null;
    }

    private void Broke(Exception error)
    {
        _failures++;
        _broken = true;
        _brokenAt = timeProvider.GetTimestamp();
        _pause = TriedAgainAfter;

        // No record is appended after an incompletely written one.
        CloseActive();
        log.Failed(error);
    }

    /// <summary>Gets the segment to read from, and its current count and length.</summary>
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
}
