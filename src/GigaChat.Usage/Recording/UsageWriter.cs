namespace GigaChat.Usage.Recording;

/// <summary>The one reader of the queue: gathers batches, writes them, tries again while the store is down. Take,
/// write, only then forget.</summary>
internal sealed class UsageWriter(
    RecordQueue queue,
    StoreWriter store,
    ParkedRecords parked,
    RecordingLog log,
    GigaChatUsageOptions options,
    TimeProvider timeProvider,
    CancellationToken abort
)
{
    /// <summary>With the third failure in a row, an error of unknown cause may be the fault of a record.</summary>
    private const int FailuresBeforeSplit = 3;

    private readonly int _batchSize = options.BatchSize;
    private readonly TimeSpan _batchDelay = options.BatchDelay;
    private readonly Suspicions _suspicions = new();
    private readonly RetryBackoff _backoff = new(options.RetryDelay, options.MaxRetryDelay);

    /// <summary>What is taken and not settled, in the order of acceptance.</summary>
    private readonly List<QueuedRecord> _batch = [];

    private volatile StoreTrouble? _trouble;
    private volatile UsageRecord? _oldest;
    private int _attemptSize = options.BatchSize;
    private int _failures;
    private int _canaries;
    private long _newestCanary = -1;
    private bool _draining;

    /// <summary>What was taken and never settled, once <see cref="RunAsync"/> has ended.</summary>
    public IReadOnlyCollection<QueuedRecord> Unsettled => _batch;

    /// <summary>Why the store takes nothing at present; null while it does.</summary>
    public StoreTrouble? Trouble => _trouble;

    /// <summary>The oldest record taken and not settled; null when none is.</summary>
    public UsageRecord? Oldest => _oldest;

    /// <summary>Runs until the queue is closed and empty, or until the time to stop has run out.</summary>
    public async Task RunAsync()
    {
        while (!abort.IsCancellationRequested && await GatherAsync().ConfigureAwait(false))
        {
            var error = await WriteAsync().ConfigureAwait(false);
            if (error is null)
                Succeeded();

            // After that: whoever a flush lets go on may ask how the store is.
            _oldest = _batch.Count > 0 ? _batch[0].Record : null;
            queue.SettleBelow(_batch.Count > 0 ? _batch[0].Number : null);
            if (error is not null && !abort.IsCancellationRequested)
                await WaitAfterAsync(error).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for records and fills the batch, or tops up one that has to be written again.</summary>
    /// <returns>False when the queue is closed and nothing is left to write.</returns>
    private async Task<bool> GatherAsync()
    {
        if (_batch.Count == 0)
        {
            await queue.WhenWorthTaking(1).ConfigureAwait(false);
            await WaitAtMostAsync(queue.WhenWorthTaking(_batchSize), _batchDelay).ConfigureAwait(false);
        }

        // What keeps failing needs another record beside it with every try, to tell its fault from the store's.
        var canaries = Math.Max(0, _failures + 2 - FailuresBeforeSplit);
        queue.Take(_batch, _batchSize + canaries - _batch.Count);
        _oldest = _batch.Count > 0 ? _batch[0].Record : null;
        return _batch.Count > 0 || !queue.IsExhausted;
    }

    /// <returns>Null when all that was tried is settled, else the error that left some of it.</returns>
    private async Task<Exception?> WriteAsync()
    {
        // Nothing to write: all that was taken could not be read back from the journal.
        if (_batch.Count == 0)
            return null;
        if (_failures > 0)
            queue.Retried();

        var attempt = _batch.GetRange(0, Math.Min(_batch.Count, _attemptSize)).ToArray();
        if (await store.TryWriteAsync(attempt).ConfigureAwait(false) is not { } error)
        {
            _suspicions.Written(attempt);
            queue.Persisted(attempt.Length);
            _batch.RemoveRange(0, attempt.Length);
            return null;
        }

        switch (error.FaultOf())
        {
            case StoreFault.Data:
            case StoreFault.Unknown when _failures + 1 >= FailuresBeforeSplit && _batch.Count > 1:
                return await SplitAsync(attempt, error).ConfigureAwait(false);
            case StoreFault.TimedOut:
                _attemptSize = Math.Max(1, attempt.Length / 2);
                return error;
            default:
                return error;
        }
    }

    private async Task<Exception?> SplitAsync(QueuedRecord[] attempt, Exception error)
    {
        var split = new BatchSplit(store, queue, parked, _suspicions);
        if (error is UsageDataException)
            await split.OnDataErrorAsync(attempt, error).ConfigureAwait(false);
        else
            await split.OnUnknownErrorAsync(attempt, Canary(attempt)).ConfigureAwait(false);

        _batch.RemoveAll(split.Settled);
        if (split.Wrote)
            _backoff.Reset();
        return attempt.All(split.Settled) ? null : split.Error ?? error;
    }

    /// <summary>A record newer than any tried so, for what cannot be written is most likely what has waited longest;
    /// else one after another.</summary>
    private QueuedRecord Canary(QueuedRecord[] attempt)
    {
        var newest = _batch[^1];
        if (newest.Number > _newestCanary)
        {
            _newestCanary = newest.Number;
            return newest;
        }

        var first = attempt.Length == 1 ? 1 : 0;
        return _batch[first + (_canaries++ % (_batch.Count - first))];
    }

    private void Succeeded()
    {
        if (_failures > 0)
            log.StoreIsBack(_failures);
        _failures = 0;
        _trouble = null;

        // Slowly, since each step too far costs a whole time limit.
        _attemptSize = Math.Min(_batchSize, _attemptSize + Math.Max(1, _attemptSize / 8));
        _backoff.Reset();
    }

    private async Task WaitAfterAsync(Exception error)
    {
        _failures++;
        _trouble = new StoreTrouble(
            _trouble?.Since ?? timeProvider.GetUtcNow(),
            _failures,
            error.FaultOf(),
            error.GetBaseException().GetType().Name
        );
        if (queue.IsDraining && !_draining)
        {
            // What is left of the time to stop is better used in short waits.
            _draining = true;
            _backoff.Reset();
        }

        var delay = _backoff.Next();
        log.WriteFailed(error, _batch.Count, delay);
        await WaitAtMostAsync(queue.WhenHurried(), delay).ConfigureAwait(false);
    }

    private async Task WaitAtMostAsync(Task signal, TimeSpan delay) =>
        await signal.WaitAsync(delay, timeProvider, abort).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
