using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GigaChat.Usage.Sqlite;

/// <summary>Explains SQLite's errors and their remedies.</summary>
internal static class SqliteErrors
{
    public static Exception? Explain(SqliteException error, string connectionString)
    {
        var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
        return error.SqliteErrorCode switch
        {
            raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG or raw.SQLITE_RANGE =>
                new UsageDataException("SQLite rejected a usage record because of its data.", error),
            raw.SQLITE_ERROR when IsOfSchema(error.Message) => new TablesChangedException(
                MessageOf(
                    "lacks tables of usage tracking, or has those of another version: call MigrateGigaChatUsageAsync() on the services when you deploy, "
                        + $"or leave {nameof(SqliteUsageOptions)}.{nameof(SqliteUsageOptions.MigrateOnStart)} true; after a newer version has migrated it, update the package"
                ),
                error
            ),
            raw.SQLITE_CANTOPEN when MissingFolder(file) is { } folder => new UsageStoreException(
                $"The folder '{folder}' of the usage database does not exist: create it, or name another file in the connection string.",
                error
            ),
            raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH => Unusable(
                "cannot be opened: check the file, its folder and the permissions of both"
            ),
            raw.SQLITE_READONLY => Unusable("is read-only: allow this process to write to the file and to its folder"),
            raw.SQLITE_FULL => Unusable("cannot grow, the disk is full: free space on it, or delete old records"),
            raw.SQLITE_IOERR => Unusable("cannot be read or written: check the disk and its free space"),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Unusable(
                "is damaged or not an SQLite database: restore it from a copy, or move it so that a new one is created"
            ),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL => Unusable(
                "is locked by another connection: the write is retried; if this continues, find the process with the open transaction"
            ),
            raw.SQLITE_NOMEM => Unusable("cannot be used, memory is insufficient"),
            _ => null,
        };

        UsageStoreException Unusable(string problem) => new(MessageOf(problem), error);

        string MessageOf(string problem) => $"The usage database '{file}' {problem}.";
    }

    private static bool IsOfSchema(string message) =>
        message.Contains("no such table", StringComparison.Ordinal)
        || message.Contains("no such column", StringComparison.Ordinal)
        || message.Contains("has no column named", StringComparison.Ordinal);

    private static string? MissingFolder(string file)
    {
        // The driver and SQLite resolve these themselves.
        if (file.StartsWith('|') || file.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            return null;
        var folder = Path.GetDirectoryName(Path.GetFullPath(file));
        return folder is null || Directory.Exists(folder) ? null : folder;
    }
}
