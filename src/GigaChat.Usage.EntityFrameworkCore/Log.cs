using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.EntityFrameworkCore;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The tables of usage tracking were brought up to date: {Migration}.")]
    public static partial void Migrated(ILogger logger, string migration);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "The tables of usage tracking were migrated by a newer version of the package ({Migration}). Writing continues; update the package if it fails."
    )]
    public static partial void NewerSchema(ILogger logger, string migration);

    [LoggerMessage(
        3,
        LogLevel.Error,
        "The tables of usage tracking could not be brought up to date at start; the first use of the store retries it."
    )]
    public static partial void MigrationFailed(ILogger logger, Exception error);

    [LoggerMessage(
        4,
        LogLevel.Warning,
        "The tables of usage tracking are still being brought up to date after {Seconds} seconds; the application starts, and the store waits."
    )]
    public static partial void MigrationSlow(ILogger logger, double seconds);

    [LoggerMessage(5, LogLevel.Information, "Deleted {Count} usage records older than {Age}; their totals stay.")]
    public static partial void Deleted(ILogger logger, long count, TimeSpan age);

    [LoggerMessage(
        7,
        LogLevel.Warning,
        "No usage records were deleted: all of them, the newest of {Newest:O}, are older than {Age} by a clock that shows {Now:O}. Check the clock; they are deleted once a newer record is stored."
    )]
    public static partial void DeletionRefused(ILogger logger, DateTimeOffset newest, TimeSpan age, DateTimeOffset now);

    [LoggerMessage(
        8,
        LogLevel.Warning,
        "The clock of this machine is {Ahead} ahead of the clock of the usage database, which determines the age of records. Correct it: records are stored with its time."
    )]
    public static partial void ClockAhead(ILogger logger, TimeSpan ahead);

    [LoggerMessage(
        9,
        LogLevel.Warning,
        "Usage records were marked as deleted up to {Mark:O}, which is in the future; the mark is now {Corrected:O}."
    )]
    public static partial void MarkCorrected(ILogger logger, DateTimeOffset mark, DateTimeOffset? corrected);

    [LoggerMessage(
        10,
        LogLevel.Warning,
        "The tables of usage tracking were deleted, moved, replaced or restored while in use. The store uses them in their current state."
    )]
    public static partial void TablesChanged(ILogger logger, Exception error);

    [LoggerMessage(
        11,
        LogLevel.Warning,
        "A user was erased, but a reader still uses the write-ahead log, which may contain data of the user. Run PRAGMA wal_checkpoint(TRUNCATE)."
    )]
    public static partial void LogNotEmptied(ILogger logger);

    [LoggerMessage(
        12,
        LogLevel.Warning,
        "Usage of {Day} has more than {Limit} keys of tags. Totals by the other keys are computed from the records, which is slow. Use a few keys, or raise MaxTagKeysPerDay."
    )]
    public static partial void TooManyTagKeys(ILogger logger, DateOnly day, int limit);

    [LoggerMessage(
        13,
        LogLevel.Warning,
        "The tag '{Key}' has more than {Limit} values on {Day}; the others are added up as one. A tag should have few values: not the id of a request. Otherwise raise MaxTagValuesPerDay."
    )]
    public static partial void TooManyTagValues(ILogger logger, string key, DateOnly day, int limit);

    [LoggerMessage(6, LogLevel.Error, "Old usage records could not be deleted; the next run retries it.")]
    public static partial void DeletionFailed(ILogger logger, Exception error);
}
