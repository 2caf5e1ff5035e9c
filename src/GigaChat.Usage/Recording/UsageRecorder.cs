using System.Diagnostics.Metrics;
using GigaChat.Usage.Configuration;
using GigaChat.Usage.DependencyInjection;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage;

/// <summary>
/// Accepts records into a bounded queue, and writes them to a store in batches from one background writer, which starts
/// with the first record.
/// </summary>
/// <remarks>
/// A record is released only when the store has stored it, or rejects it permanently. While the store is down the
/// records wait and are offered again; while the queue is full further records are dropped and counted. Disposing
/// closes the queue and writes the waiting records, within <see cref="GigaChatUsageOptions.ShutdownTimeout"/>; dispose
/// the recorder before the store. With <see cref="UsageDurability.Journaled"/>, records wait in files instead of
/// memory: the records that remain there at the end, even after a crash of the process, are written by the next process
/// with the same directory.
/// </remarks>
public sealed class UsageRecorder : IUsageRecorder, IAsyncDisposable, IDisposable
{
    private readonly Lock _gate = new();
    private readonly RecordQueue _queue;
    private readonly ParkedRecords _parked;
    private readonly UsageWriter _writer;
    private readonly RecordingLog _log;
    private readonly Journal? _journal;
    private readonly JournalLog? _journalLog;
    private readonly JournalReplay? _replay;
    private readonly GigaChatUsageMeter _meter;
    private readonly TimeProvider _limits;
    private readonly CancellationTokenSource _abort = new();
    private readonly int _capacity;
    private readonly TimeSpan _shutdownTimeout;
    private readonly bool _ownsMeter;
    private TimeSpan _drained;
    private Task? _writing;
    private Task? _stopping;

    /// <summary>
    /// Initializes a new instance of the <see cref="UsageRecorder"/> class with default options. It uses no resources
    /// until its first record.
    /// </summary>
    /// <param name="store">The store that receives the records. It is not disposed with the recorder.</param>
    public UsageRecorder(IUsageStore store)
        : this(store, new UsageRecorderOptions()) { }

    /// <summary>
    /// Initializes a new instance of the <see cref="UsageRecorder"/> class. It uses no resources until its first
    /// record.
    /// </summary>
    /// <param name="store">The store that receives the records. It is not disposed with the recorder.</param>
    /// <param name="options">The options. They are read once, here.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public UsageRecorder(IUsageStore store, UsageRecorderOptions options)
        : this(
            store,
            (options ?? throw new ArgumentNullException(nameof(options))).Tracking,
            options.TimeProvider,
            options.Logger,
            meter: null,
            options.MeterFactory,
            TimeProvider.System
        ) { }

    /// <summary>
    /// Initializes a new instance of the <see cref="UsageRecorder"/> class with a meter that it shares with capture and
    /// does not dispose.
    /// </summary>
    internal UsageRecorder(
        IUsageStore store,
        GigaChatUsageOptions options,
        GigaChatUsageMeter meter,
        TimeProvider? timeProvider,
        ILogger<UsageRecorder>? logger,
        TimeProvider limits
    )
        : this(store, options, timeProvider, logger, meter, meterFactory: null, limits) { }

    /// <summary>
    /// Initializes a new instance of the <see cref="UsageRecorder"/> class with a given clock for timeouts.
    /// </summary>
    internal UsageRecorder(
        IUsageStore store,
        GigaChatUsageOptions options,
        TimeProvider timeProvider,
        ILogger<UsageRecorder>? logger,
        TimeProvider limits
    )
        : this(store, options, timeProvider, logger, meter: null, meterFactory: null, limits) { }

    private UsageRecorder(
        IUsageStore store,
        GigaChatUsageOptions options,
        TimeProvider? timeProvider,
        ILogger<UsageRecorder>? logger,
        GigaChatUsageMeter? meter,
        IMeterFactory? meterFactory,
        TimeProvider limits
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        GigaChatUsageOptionsValidator.ThrowIfInvalid(options);
        var time = timeProvider ?? TimeProvider.System;
        _limits = limits; // See TimeLimitClock.
        _capacity = options.QueueCapacity;
        _shutdownTimeout = options.ShutdownTimeout;
        _log = new RecordingLog(logger ?? NullLogger<UsageRecorder>.Instance, time);
        var directory = options.JournalDirectory is { } path ? Path.GetFullPath(path) : null;
        if (options.Durability == UsageDurability.Journaled)
        {
            _journalLog = new JournalLog(logger ?? NullLogger<UsageRecorder>.Instance, time, directory!);
            _journal = new Journal(directory!, options.JournalMaxBytes, options.JournalFlushToDisk, _journalLog, time);
        }

        _queue = new RecordQueue(options.QueueCapacity, _journal);
        _parked = new ParkedRecords(
            _log,
            time,
            directory is null ? null : new DeadLetterFile(directory, options.JournalMaxBytes)
        );
        var storeWriter = new StoreWriter(store, options.WriteTimeout, limits, _abort.Token);
        _writer = new UsageWriter(
            _queue,
            storeWriter,
            _parked,
            _log,
            options,
            BatchLimits.Of(options, store),
            time,
            _abort.Token
        );
        _ownsMeter = meter is null;
        _meter = meter ?? new GigaChatUsageMeter(meterFactory);
        _meter.Observe(() => _queue.Counters);
        if (_journal is not null)
            _replay = new JournalReplay(
                new JournalAdoption(directory!, _journalLog!),
                _queue,
                () => _ = StartWriting(),
                time
            );
    }

    /// <summary>
    /// Creates the recorder of an application from its services. The container cannot create it by itself, because the
    /// options of the public constructor are not a service.
    /// </summary>
    internal static UsageRecorder FromServices(IServiceProvider services) =>
        new(
            services.GetRequiredService<IUsageStore>(),
            services.GetRequiredService<IOptions<GigaChatUsageOptions>>().Value,
            services.GetRequiredService<GigaChatUsageMeter>(),
            services.GetService<TimeProvider>(),
            services.GetService<ILogger<UsageRecorder>>(),
            TimeLimitClock.Of(services)
        );

    /// <inheritdoc />
    public UsageRecorderCounters Counters => _queue.Counters;

    /// <summary>The last 100 dead-lettered records, oldest first; they are counted as failed.</summary>
    public IReadOnlyList<ParkedRecord> ParkedRecords => _parked.Last;

    /// <summary>The number of records that the store rejected.</summary>
    internal long Refused => _parked.Count;

    /// <summary>The reason why the store accepts no records at present; <c>null</c> while it does.</summary>
    internal StoreTrouble? StoreTrouble => _writer.Trouble;

    /// <summary>The oldest record that is being written or written again; <c>null</c> if there is none.</summary>
    internal UsageRecord? OldestInFlight => _writer.Oldest;

    /// <inheritdoc />
    public bool TryRecord(UsageRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_queue.TryAdd(record))
        {
            if (Volatile.Read(ref _writing) is null)
                _ = StartWriting();
            return true;
        }

        if (!_queue.IsClosed)
            _log.QueueFull(_capacity);
        return false;
    }

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The recorder has stopped and had to abandon records.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) =>
        (_replay?.First is { IsCompleted: false } replay ? FlushAfterAsync(replay) : _queue.FlushAsync()).WaitAsync(
            cancellationToken
        );

    /// <summary>
    /// Closes the queue and writes the waiting records, within <see cref="GigaChatUsageOptions.ShutdownTimeout"/>;
    /// records that are not written by then are counted as failed and logged.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
            return new ValueTask(_stopping ??= StopAsync());
    }

    /// <summary>Does the same as <see cref="DisposeAsync"/>, and blocks the thread meanwhile.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>
    /// Writes the waiting records, within the timeout of stopping, while further records are accepted. The time used
    /// here reduces the time for disposing.
    /// </summary>
    internal async Task DrainAsync(CancellationToken cancellationToken)
    {
        var began = _limits.GetTimestamp();
        await _queue
            .DrainAsync()
            .WaitAsync(_shutdownTimeout, _limits, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _drained += _limits.GetElapsedTime(began);
    }

    /// <summary>
    /// Flushes after a replay: the records that an earlier process left count as accepted before the flush, although
    /// they are accepted only now.
    /// </summary>
    private async Task FlushAfterAsync(Task replay)
    {
        await replay.ConfigureAwait(false);
        await _queue.FlushAsync().ConfigureAwait(false);
    }

    private Task StartWriting()
    {
        lock (_gate)
        {
            if (_writing is null)
            {
                // The writer outlives the call in which it starts, and must not keep the trace, culture and scopes of
                // that call.
                using (ExecutionContext.SuppressFlow())
                    _writing = Task.Run(_writer.RunAsync);
            }

            return _writing;
        }
    }

    private async Task StopAsync()
    {
        _queue.Close();
        if (_replay is not null)
            await Task.Run(_replay.Dispose).ConfigureAwait(false);
        var writing = _queue.Counters.Queued > 0 ? StartWriting() : _writing ?? Task.CompletedTask;
        var left = _drained < _shutdownTimeout ? _shutdownTimeout - _drained : TimeSpan.Zero;
        await writing.WaitAsync(left, _limits).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _abort.CancelAsync().ConfigureAwait(false);
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _abort.Dispose();

        var (leftOver, leftInJournal) = _queue.Abandon(_writer.Unsettled);
        if (leftOver > 0)
            _log.LeftOver(leftOver, _shutdownTimeout);
        if (leftInJournal > 0)
            _journalLog!.StaysInJournal(leftInJournal);
        _journal?.Dispose();

        // The last counters remain readable without keeping the recorder behind them in memory.
        var last = _queue.Counters;
        _meter.Observe(() => last);
        if (_ownsMeter)
            _meter.Dispose();
    }
}
