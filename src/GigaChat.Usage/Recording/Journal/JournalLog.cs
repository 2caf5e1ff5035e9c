using GigaChat.Usage.Logging;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Recording;

/// <summary>The log messages of the journal: each failure at once, then at most once a minute, with advice.</summary>
internal sealed partial class JournalLog(ILogger logger, TimeProvider timeProvider, string directory)
{
    private readonly QuietLogger _logger = new(logger);
    private readonly LogThrottle _failures = new(timeProvider);
    private readonly LogThrottle _full = new(timeProvider);
    private readonly LogThrottle _adoptionFailures = new(timeProvider);
    private readonly LogThrottle _damage = new(timeProvider, linesPerMinute: 10);
    private bool _saidBroken;

    public void Failed(Exception error)
    {
        if (!_failures.Allows(out _))
            return;
        _saidBroken = true;
        Failed(_logger, error, directory);
    }

    public void IsBack()
    {
        if (!_saidBroken)
            return;
        _saidBroken = false;
        IsBack(_logger, directory);
    }

    public void Full(long bytes)
    {
        if (_full.Allows(out _))
            Full(_logger, directory, bytes);
    }

    public void Replaying(long records, string folder) => Replaying(_logger, records, folder);

    public void AdoptionFailed(Exception error, string path)
    {
        if (_adoptionFailures.Allows(out _))
            AdoptionFailed(_logger, error, path);
    }

    public void Torn(long bytes, string path)
    {
        if (_damage.Allows(out _))
            Torn(_logger, bytes, path);
    }

    public void Lost(long records, string path)
    {
        if (_damage.Allows(out _))
            Lost(_logger, records, path);
    }

    public void Damaged(string path, string kept)
    {
        if (_damage.Allows(out _))
            Damaged(_logger, path, kept);
    }

    public void LaterVersion(string path)
    {
        if (_damage.Allows(out _))
            LaterVersion(_logger, path);
    }

    public void StaysInJournal(long records) => StaysInJournal(_logger, records, directory);

    [LoggerMessage(
        110,
        LogLevel.Error,
        "Writing the journal of usage records in {Directory} failed; records wait only in memory, "
            + "and the journal is tried again every 10 s. "
            + "Check that the directory exists and is writable, and that its disk has free space."
    )]
    private static partial void Failed(ILogger logger, Exception error, string directory);

    [LoggerMessage(111, LogLevel.Information, "Writing the journal of usage records in {Directory} succeeded again.")]
    private static partial void IsBack(ILogger logger, string directory);

    [LoggerMessage(
        112,
        LogLevel.Error,
        "The journal of usage records in {Directory} has reached its maximum of {Bytes} bytes; "
            + "further records wait only in memory, and are dropped beyond QueueCapacity. "
            + "If the store is down, restore it (its last error is in this log), or raise JournalMaxBytes."
    )]
    private static partial void Full(ILogger logger, string directory, long bytes);

    [LoggerMessage(
        113,
        LogLevel.Information,
        "Recovering {Records} usage records that an earlier process left in the journal {Folder}."
    )]
    private static partial void Replaying(ILogger logger, long records, string folder);

    [LoggerMessage(
        114,
        LogLevel.Warning,
        "The last {Bytes} bytes of the journal {Path} are no complete usage record, as after a crash during a write. "
            + "It is counted as failed unless the next file shows that no record is missing."
    )]
    private static partial void Torn(ILogger logger, long bytes, string path);

    [LoggerMessage(
        115,
        LogLevel.Error,
        "The journal {Path} is damaged; its readable records are written to the store, and the file is kept as {Kept}."
    )]
    private static partial void Damaged(ILogger logger, string path, string kept);

    [LoggerMessage(
        116,
        LogLevel.Error,
        "{Records} usage records of the journal {Path} are unreadable and lost; they are counted as failed. "
            + "The number is an estimate if the end of the file is damaged. Check the disk."
    )]
    private static partial void Lost(ILogger logger, long records, string path);

    [LoggerMessage(
        117,
        LogLevel.Warning,
        "The journal {Path} was written by a later version of this library and is not read."
    )]
    private static partial void LaterVersion(ILogger logger, string path);

    [LoggerMessage(
        118,
        LogLevel.Error,
        "Reading the journal {Path} of an earlier process failed; it is not changed and is tried again."
    )]
    private static partial void AdoptionFailed(ILogger logger, Exception error, string path);

    [LoggerMessage(
        119,
        LogLevel.Warning,
        "{Records} usage records could not be written before the recorder stopped. "
            + "They remain in the journal in {Directory}, and are written at the next start of the application."
    )]
    private static partial void StaysInJournal(ILogger logger, long records, string directory);
}
