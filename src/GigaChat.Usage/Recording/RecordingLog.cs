using GigaChat.Usage.Logging;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Recording;

/// <summary>The log messages of recording: each failure at once, then at most once a minute, with advice.</summary>
internal sealed partial class RecordingLog(ILogger logger, TimeProvider timeProvider)
{
    private readonly QuietLogger _logger = new(logger);
    private readonly LogThrottle _failures = new(timeProvider);
    private readonly LogThrottle _drops = new(timeProvider);
    private readonly LogThrottle _deadLetterFailures = new(timeProvider);
    private readonly LogThrottle _parked = new(timeProvider, linesPerMinute: 10);
    private bool _saidDown;

    public void WriteFailed(Exception error, int records, TimeSpan delay)
    {
        if (!_failures.Allows(out var since))
            return;
        _saidDown = true;
        WriteFailed(_logger, error, records, since, delay.TotalSeconds, error.FaultOf().Advice());
    }

    public void StoreIsBack(int failures)
    {
        if (!_saidDown)
            return;
        _saidDown = false;
        StoreIsBack(_logger, failures);
    }

    public void Parked(ParkedRecord parked)
    {
        if (_parked.Allows(out var since))
            Parked(_logger, parked.Record.Id, parked.Reason, since);
    }

    public void DeadLetterFailed(Exception error, string path)
    {
        if (_deadLetterFailures.Allows(out var since))
            DeadLetterFailed(_logger, error, path, since + 1);
    }

    public void QueueFull(int capacity)
    {
        if (_drops.Allows(out var since))
            QueueFull(_logger, since + 1, capacity);
    }

    public void LeftOver(long records, TimeSpan shutdownTimeout) =>
        LeftOver(_logger, records, shutdownTimeout.TotalSeconds);

    [LoggerMessage(
        100,
        LogLevel.Error,
        "Writing {Records} usage records failed; retrying in {Seconds:0.0} s "
            + "({Since} more failures since the last such message). {Advice}"
    )]
    private static partial void WriteFailed(
        ILogger logger,
        Exception error,
        int records,
        long since,
        double seconds,
        string advice
    );

    [LoggerMessage(101, LogLevel.Information, "Writing usage records succeeded again after {Failures} failures.")]
    private static partial void StoreIsBack(ILogger logger, int failures);

    [LoggerMessage(
        102,
        LogLevel.Error,
        "The store rejected usage record {Id}, which was dead-lettered so that the others can be written: {Reason} "
            + "({Since} more dead-lettered since the last such message). See UsageRecorder.ParkedRecords."
    )]
    private static partial void Parked(ILogger logger, Guid id, string reason, long since);

    [LoggerMessage(
        103,
        LogLevel.Error,
        "{Dropped} usage records were dropped because {Capacity} records already wait for the store. "
            + "If the store is down, restore it (its last error is in this log); "
            + "if it is only slower than the calls, raise QueueCapacity or BatchSize."
    )]
    private static partial void QueueFull(ILogger logger, long dropped, int capacity);

    [LoggerMessage(
        104,
        LogLevel.Error,
        "{Records} usage records were lost because they could not be written before the recorder stopped. "
            + "Restore the store before the next stop, or raise ShutdownTimeout ({Seconds:0.0} s)."
    )]
    private static partial void LeftOver(ILogger logger, long records, double seconds);

    [LoggerMessage(
        105,
        LogLevel.Error,
        "{Records} usage records that the store rejected could not be added to the dead letters in {Path}; "
            + "they are only in this log and in UsageRecorder.ParkedRecords."
    )]
    private static partial void DeadLetterFailed(ILogger logger, Exception error, string path, long records);
}
