using Microsoft.Extensions.Logging;

namespace GigaChat.Usage;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The tables of usage tracking were brought up to date: {Migration}.")]
    public static partial void Migrated(ILogger logger, string migration);

    [LoggerMessage(2, LogLevel.Warning, "The tables of usage tracking were migrated by a newer version of the package ({Migration}). Writing goes on; update the package if it fails.")]
    public static partial void NewerSchema(ILogger logger, string migration);

    [LoggerMessage(3, LogLevel.Error, "The tables of usage tracking could not be brought up to date at start; the first use of the store tries again.")]
    public static partial void MigrationFailed(ILogger logger, Exception error);

    [LoggerMessage(4, LogLevel.Warning, "The tables of usage tracking are still being brought up to date after {Seconds} seconds; the application starts, and the store waits.")]
    public static partial void MigrationSlow(ILogger logger, double seconds);

    [LoggerMessage(5, LogLevel.Information, "Deleted {Count} usage records older than {Age}; their totals stay.")]
    public static partial void Deleted(ILogger logger, long count, TimeSpan age);

    [LoggerMessage(6, LogLevel.Error, "Old usage records could not be deleted; the next run tries again.")]
    public static partial void DeletionFailed(ILogger logger, Exception error);
}
