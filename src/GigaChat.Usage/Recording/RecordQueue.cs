// Over 300 lines: each member changes the counters and wakes the writer under one lock; buffer, order and waiters are
// in files of their own.
namespace GigaChat.Usage.Recording;

/// <summary>
/// The bounded queue between the callers and the writer, with its counters. With a journal, records wait there; only
/// those that the journal cannot accept wait in memory.
/// </summary>
/// <remarks>
/// One short lock covers every step of a record together with the counter of that step, so that the sums of a sample
/// match at any moment. Records are numbered in the order of acceptance; every record below the number of
/// <see cref="SettleBelow"/> is durable or abandoned.
/// </remarks>
internal sealed class RecordQueue
{
    private const int TakenAtOnce = 256; // So that queued records leave room while a batch is decoded.
    private const long Never = long.MaxValue;

    private readonly Lock _gate = new();
    private readonly RecordBuffer _memory = new();
    private readonly AcceptanceOrder _order = new();
    private readonly FlushWaiters _flushes = new();
    private readonly Journal? _journal;
    private readonly int _capacity;

    private long _accepted;
    private long _taken;
    private long _inMemory;
    private long _inFlight;
    private long _persisted;
    private long _failed;
    private long _replayed;
    private long _unjournaled;
    private long _leftOver;
    private long _leftInJournal;
    private long _droppedQueueFull;
    private long _droppedJournalFull;
    private long _droppedStopped;
    private long _retries;

    private TaskCompletionSource _wake = new();
    private long _wakeAt = Never;
    private bool _hurried;
    private bool _draining;
    private bool _closed;

    public RecordQueue(int capacity, Journal? journal = null)
    {
        _capacity = capacity;
        _journal = journal;
    }

    public UsageRecorderCounters Counters
    {
        get
        {
            lock (_gate)
            {
                return new UsageRecorderCounters
                {
                    Accepted = _accepted,
                    Persisted = _persisted,
                    Failed = _failed,
                    Queued = _accepted - _taken,
                    InFlight = _inFlight,
                    Replayed = _replayed,
                    Unjournaled = _unjournaled,
                    JournalBytes = _journal?.Bytes ?? 0,
                    DroppedQueueFull = _droppedQueueFull,
                    DroppedJournalFull = _droppedJournalFull,
                    DroppedStopped = _droppedStopped,
                    Retries = _retries,
                };
            }
        }
    }

    public bool IsClosed => Volatile.Read(ref _closed);

    public bool TryAdd(UsageRecord record)
    {
        long ticket = 0;

        // Encoded before the lock, so that it is held only for a copy.
        var encoded = EncodedRecord.Of(record);
        var frame = _journal is null ? default : JournalFrame.Of(encoded);
        lock (_gate)
        {
            if (_closed)
            {
                _droppedStopped++;
                return false;
            }

            // Under the lock, so that the order in the file matches the order of the counters.
            var append = _journal?.TryAppend(frame, out ticket);
            if (append != JournalAppend.Done && !TryKeep(encoded, record))
            {
                if (append == JournalAppend.Full)
                    _droppedJournalFull++;
                else
                    _droppedQueueFull++;
                return false;
            }

            if (append is not (null or JournalAppend.Done))
                _unjournaled++;
            Accept(append == JournalAppend.Done, 1);
        }

        if (_journal?.FlushToDisk(ticket) == false)
        {
            lock (_gate)
                _unjournaled++;
        }

        return true;
    }

    /// <summary>Accepts the records that an earlier process left in its journal.</summary>
    /// <returns><c>false</c> if the queue is closed, and the segments still belong to the caller; otherwise,
    /// <c>true</c>.</returns>
    public bool TryReplay(IReadOnlyList<JournalSegment> segments)
    {
        lock (_gate)
        {
            if (_closed)
                return false;
            _journal!.Add(segments);
            var count = segments.Sum(static segment => segment.Count);
            _replayed += count;
            Accept(journaled: true, count);
            return true;
        }
    }

    /// <summary>
    /// Gets a task that completes when a batch is ready: the given number of records waits (or as many as the queue
    /// holds), a flush waits for records that are not yet taken, or the queue is closed.
    /// </summary>
    public Task WhenWorthTaking(int enough)
    {
        enough = Math.Min(enough, _capacity);
        lock (_gate)
            return _closed || _accepted - _taken >= enough || _flushes.Wanted > _taken
                ? Task.CompletedTask
                : Sleep(enough);
    }

    /// <summary>
    /// Gets a task that completes when a flush was requested, or the queue closed, after the last <see cref="Take"/>: a
    /// reason to end a delay early.
    /// </summary>
    public Task WhenHurried()
    {
        lock (_gate)
            return _hurried ? Task.CompletedTask : Sleep(Never);
    }

    /// <summary>
    /// Moves up to the given number of records from the queue into the batch, where they are in flight until they are
    /// settled; for the writer only.
    /// </summary>
    public void Take(List<QueuedRecord> batch, int most)
    {
        while (most > 0 && TakeFrom(batch, most) is > 0 and var taken)
            most -= taken;
    }

    /// <summary><c>true</c> if the queue is closed and all of its records are taken; otherwise, <c>false</c>.</summary>
    public bool IsExhausted
    {
        get
        {
            lock (_gate)
                return _closed && _accepted == _taken;
        }
    }

    public void Persisted(int count)
    {
        lock (_gate)
        {
            _inFlight -= count;
            _persisted += count;
        }
    }

    public void Failed(int count)
    {
        lock (_gate)
        {
            _inFlight -= count;
            _failed += count;
        }
    }

    public void Retried()
    {
        lock (_gate)
            _retries++;
    }

    /// <summary>
    /// Settles every record taken, except those from this number on (<c>null</c>: no exception), and completes the
    /// flushes that waited for them.
    /// </summary>
    public void SettleBelow(long? firstUnsettled)
    {
        _journal?.SettleBelow(firstUnsettled);
        lock (_gate)
            _flushes.Release(firstUnsettled ?? _taken);
    }

    /// <summary><c>true</c> if the application is stopping; otherwise, <c>false</c>.</summary>
    public bool IsDraining => Volatile.Read(ref _draining);

    /// <summary>Flushes at the end of the application, while records may still be offered.</summary>
    public Task DrainAsync()
    {
        Volatile.Write(ref _draining, true);
        return FlushAsync();
    }

    public Task FlushAsync()
    {
        lock (_gate)
        {
            if (_leftOver + _leftInJournal > 0)
                return Task.FromException(FlushWaiters.LeftOver(_leftOver, _leftInJournal));
            var flush = _flushes.Add(_accepted);
            if (!flush.IsCompleted)
                Hurry();
            return flush;
        }
    }

    /// <summary>Closes the queue to further records; accepted records can still be taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _draining = true;
            Hurry();
        }
    }

    /// <summary>
    /// Abandons the queued records and those in flight, once the writer has ended; records in the journal remain queued
    /// there.
    /// </summary>
    /// <param name="unsettled">The records that the writer had taken and not settled.</param>
    /// <returns>The number of records that are lost, and the number that remain in the journal.</returns>
    public (long LeftOver, long LeftInJournal) Abandon(IReadOnlyCollection<QueuedRecord> unsettled)
    {
        lock (_gate)
        {
            _leftInJournal = unsettled.Count(static queued => queued.Journaled);
            _leftOver = _inFlight - _leftInJournal;
            _leftOver += _inMemory;
            _taken += _inMemory;
            _inMemory = 0;
            _leftInJournal += _accepted - _taken;
            _taken = _accepted - _leftInJournal;
            _inFlight = 0;
            _failed += _leftOver;
            _flushes.Abandon(_leftOver, _leftInJournal);
            return (_leftOver, _leftInJournal);
        }
    }

    /// <summary>Keeps a record in memory; <c>false</c> if the queue is full.</summary>
    private bool TryKeep(in EncodedRecord encoded, UsageRecord record)
    {
        if (_inMemory >= _capacity)
            return false;
        _memory.Add(encoded, record);
        _inMemory++;
        return true;
    }

    private void Accept(bool journaled, long count)
    {
        _order.Add(journaled, count);
        _accepted += count;
        if (_accepted - _taken >= _wakeAt)
            Wake();
    }

    /// <summary>Moves records of the oldest run.</summary>
    /// <returns>The number of moved records, lost ones included; 0 if none wait.</returns>
    private int TakeFrom(List<QueuedRecord> batch, int most)
    {
        long first;
        bool isJournaled;
        lock (_gate)
        {
            _hurried = false;
            (isJournaled, var waiting) = _order.First;
            most = (int)Math.Min(most, isJournaled ? waiting : Math.Min(waiting, TakenAtOnce));
            first = _taken;
        }

        // No other code takes records, so those that wait there still do, and callers need not wait for the disk, or for
        // the decoding.
        var lost = isJournaled ? _journal!.Read(batch, first, most) : _memory.Read(batch, first, most);
        lock (_gate)
        {
            if (!isJournaled)
            {
                _inMemory -= most;
                _memory.Recycle();
            }

            Taken(most, lost);
        }

        return most;
    }

    private void Taken(int count, int lost)
    {
        _order.Remove(count);
        _taken += count;
        _inFlight += count - lost;
        _failed += lost;
    }

    private Task Sleep(long wakeAt)
    {
        _wakeAt = wakeAt;
        _wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _wake.Task;
    }

    private void Hurry()
    {
        _hurried = true;
        Wake();
    }

    private void Wake()
    {
        _wakeAt = Never;
        _wake.TrySetResult();
    }
}
