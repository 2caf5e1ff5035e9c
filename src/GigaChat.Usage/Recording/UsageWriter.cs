namespace GigaChat.Usage.Recording;

/// <summary>
/// The only reader of the queue: collects batches, writes them, and tries again while the store is down. A record is
/// released only after it was written.
/// </summary>
internal sealed class UsageWriter(
    RecordQueue queue,
    StoreWriter store,
    ParkedRecords parked,
    RecordingLog log,
    GigaChatUsageOptions options,
    BatchLimits batches,
    TimeProvider timeProvider,
    CancellationToken abort
)
{
    /// <summary>
    /// The number of consecutive failures after which an error of unknown cause may be due to a record.
    /// </summary>
    private const int FailuresBeforeSplit = 3;

    private readonly int _batchSize = batches.Size;
    private readonly TimeSpan _batchDelay = batches.Delay;
    private readonly Suspicions _suspicions = new();
    private readonly RetryBackoff _backoff = new(options.RetryDelay, options.MaxRetryDelay);

    /// <summary>The records that are taken and not settled, in the order of acceptance.</summary>
    private readonly List<QueuedRecord> _batch = [];

    private volatile StoreTrouble? _trouble;
    private volatile UsageRecord? _oldest;
    private int _attemptSize = batches.Size;
    private int _failures;
    private int _canaries;
    private long _newestCanary = -1;
    private bool _draining;

    /// <summary>The records that were taken and never settled, once <see cref="RunAsync"/> has ended.</summary>
    public IReadOnlyCollection<QueuedRecord> Unsettled => _batch;

    /// <summary>The reason why the store accepts no records at present; <c>null</c> while it does.</summary>
    public StoreTrouble? Trouble => _trouble;

    /// <summary>The oldest record that is taken and not settled; <c>null</c> if there is none.</summary>
    public UsageRecord? Oldest => _oldest;

    /// <summary>Runs until the queue is closed and empty, or until the time to stop has elapsed.</summary>
    public async Task RunAsync()
    {
        while (!abort.IsCancellationRequested && await GatherAsync().ConfigureAwait(false))
        {
            var error = await WriteAsync().ConfigureAwait(false);
            if (error is null)
                Succeeded();

            // After the release: code that continues after a flush may read the state of the store.
            _oldest = _batch.Count > 0 ? _batch[0].Record : null;
            queue.SettleBelow(_batch.Count > 0 ? _batch[0].Number : null);
            if (error is not null && !abort.IsCancellationRequested)
                await WaitAfterAsync(error).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for records and fills the batch, or adds to a batch that has to be written again.</summary>
    /// <returns><c>false</c> if the queue is closed and nothing remains to be written; otherwise,
    /// <c>true</c>.</returns>
    private async Task<bool> GatherAsync()
    {
        if (_batch.Count == 0)
        {
            await queue.WhenWorthTaking(1).ConfigureAwait(false);
            await WaitAtMostAsync(queue.WhenWorthTaking(_batchSize), _batchDelay).ConfigureAwait(false);
        }

        // A batch that fails repeatedly needs another record beside it with every attempt, to distinguish an invalid
        // record from a failing store.
        var canaries = Math.Max(0, _failures + 2 - FailuresBeforeSplit);
        queue.Take(_batch, _batchSize + canaries - _batch.Count);
        _oldest = _batch.Count > 0 ? _batch[0].Record : null;
        return _batch.Count > 0 || !queue.IsExhausted;
    }

    /// <returns><c>null</c> if all records that were tried are settled; otherwise, the error of the remaining
    /// ones.</returns>
    private async Task<Exception?> WriteAsync()
    {
        // Nothing to write: no taken record could be read back from the journal.
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

    /// <summary>
    /// Gets the probe record: one newer than any tried so far, because a record that cannot be written is most likely
    /// the one that has waited longest; otherwise, one after another.
    /// </summary>
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

        // In small steps, since each step too far costs a whole timeout.
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
            // Short delays make better use of the remaining time to stop.
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
