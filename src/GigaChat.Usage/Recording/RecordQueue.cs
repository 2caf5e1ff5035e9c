using System.Threading.Channels;

namespace GigaChat.Usage;

/// <summary>The bounded queue between the callers and the writer, and the books over it.</summary>
/// <remarks>
/// One short lock covers every step of a record together with the counter of that step, so that a sample adds up at any moment.
/// Records are numbered in the order they are accepted; everything below <see cref="SettleBelow"/>'s number is durable or given up.
/// </remarks>
internal sealed class RecordQueue
{
    private const int TakenPerLock = 64;
    private const long Never = long.MaxValue;

    private readonly Lock _gate = new();
    private readonly Channel<UsageRecord> _channel;
    private readonly FlushWaiters _flushes = new();
    private readonly int _capacity;

    private long _accepted;
    private long _taken;
    private long _inFlight;
    private long _persisted;
    private long _failed;
    private long _leftOver;
    private long _droppedQueueFull;
    private long _droppedStopped;
    private long _retries;

    private TaskCompletionSource _wake = new();
    private long _wakeAt = Never;
    private bool _hurried;
    private bool _draining;
    private bool _closed;

    public RecordQueue(int capacity)
    {
        _capacity = capacity;

        // Wait and TryWrite: the modes that drop would say true for a record they threw away.
        _channel = Channel.CreateBounded<UsageRecord>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
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
                    Queued = _channel.Reader.Count,
                    InFlight = _inFlight,
                    DroppedQueueFull = _droppedQueueFull,
                    DroppedStopped = _droppedStopped,
                    Retries = _retries,
                };
            }
        }
    }

    public bool IsClosed => Volatile.Read(ref _closed);

    public bool TryAdd(UsageRecord record)
    {
        lock (_gate)
        {
            if (_closed)
            {
                _droppedStopped++;
                return false;
            }

            if (!_channel.Writer.TryWrite(record))
            {
                _droppedQueueFull++;
                return false;
            }

            if (++_accepted - _taken >= _wakeAt)
                Wake();
            return true;
        }
    }

    /// <summary>Ends when so many records wait (or as many as the queue holds), when a flush wants records not yet taken, or when the queue is closed.</summary>
    public Task WhenWorthTaking(int enough)
    {
        enough = Math.Min(enough, _capacity);
        lock (_gate)
            return _closed || _accepted - _taken >= enough || _flushes.Wanted > _taken ? Task.CompletedTask : Sleep(enough);
    }

    /// <summary>Ends when a flush was asked for, or the queue closed, after the last <see cref="Take"/>: a reason not to sit out a wait.</summary>
    public Task WhenHurried()
    {
        lock (_gate)
            return _hurried ? Task.CompletedTask : Sleep(Never);
    }

    /// <summary>Moves up to so many records from the queue into the batch, where they are in flight until they are settled.</summary>
    public void Take(List<QueuedRecord> batch, int most)
    {
        // In slices, so that no caller waits for the move of a whole batch.
        var more = true;
        do
        {
            lock (_gate)
            {
                _hurried = false;
                for (var slice = Math.Min(most, TakenPerLock); slice > 0 && (more = _channel.Reader.TryRead(out var record)); slice--, most--)
                {
                    batch.Add(new QueuedRecord(_taken++, record!));
                    _inFlight++;
                }
            }
        }
        while (more && most > 0);
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

    /// <summary>Says that every record taken is settled, except those from this number on (null: none excepted), and ends the flushes that waited for it.</summary>
    public void SettleBelow(long? firstUnsettled)
    {
        lock (_gate)
            _flushes.Release(firstUnsettled ?? _taken);
    }

    /// <summary>Whether the application is stopping.</summary>
    public bool IsDraining => Volatile.Read(ref _draining);

    /// <summary>A flush at the end of the application, with records still to come.</summary>
    public Task DrainAsync()
    {
        Volatile.Write(ref _draining, true);
        return FlushAsync();
    }

    public Task FlushAsync()
    {
        lock (_gate)
        {
            if (_leftOver > 0)
                return Task.FromException(FlushWaiters.LeftOver(_leftOver));
            var flush = _flushes.Add(_accepted);
            if (!flush.IsCompleted)
                Hurry();
            return flush;
        }
    }

    /// <summary>Ends the intake; what was accepted stays to be taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _draining = true;
            _channel.Writer.TryComplete();
            Hurry();
        }
    }

    /// <summary>Gives up what is queued and in flight, once the writer has ended.</summary>
    /// <returns>How many records that were.</returns>
    public long Abandon()
    {
        lock (_gate)
        {
            _leftOver = _inFlight;
            while (_channel.Reader.TryRead(out _))
                _leftOver++;
            _taken = _accepted;
            _inFlight = 0;
            _failed += _leftOver;
            _flushes.Abandon(_leftOver);
            return _leftOver;
        }
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
