using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.ClickHouse;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The tables of usage tracking were brought up to date: version {Version}.")]
    public static partial void Migrated(ILogger logger, int version);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "The tables of usage tracking were migrated by a newer version of the package ({Version}). Writing continues; update the package if it fails."
    )]
    public static partial void NewerSchema(ILogger logger, int version);

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

    [LoggerMessage(6, LogLevel.Error, "Old usage records could not be deleted; the next run retries it.")]
    public static partial void DeletionFailed(ILogger logger, Exception error);

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
        10,
        LogLevel.Warning,
        "The tables of usage tracking were deleted, moved, replaced or restored while in use. The store uses them in their current state."
    )]
    public static partial void TablesChanged(ILogger logger, Exception error);

    [LoggerMessage(
        11,
        LogLevel.Error,
        "Days of usage records could not be sealed; they are read from records until the next run retries it."
    )]
    public static partial void SealingFailed(ILogger logger, Exception error);

    [LoggerMessage(12, LogLevel.Debug, "Sealed {Count} days of usage records.")]
    public static partial void Sealed(ILogger logger, int count);

    [LoggerMessage(13, LogLevel.Debug, "Deleted the rows of {Count} old seals of days.")]
    public static partial void DeletedSeals(ILogger logger, int count);
}
