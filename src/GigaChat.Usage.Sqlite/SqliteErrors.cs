using Microsoft.Data.Sqlite;

namespace GigaChat.Usage;

/// <summary>Says what SQLite's errors mean here and what to do about them.</summary>
internal static class SqliteErrors
{
    private const int Error = 1, CannotOpen = 14, TooBig = 18, Constraint = 19, Mismatch = 20;

    public static Exception? Explain(SqliteException error, string connectionString)
    {
        var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
        return error.SqliteErrorCode switch
        {
            Constraint or Mismatch or TooBig => new UsageDataException("SQLite refused a usage record for its data.", error),
            Error when IsOfSchema(error.Message) => new InvalidOperationException(
                $"The usage tables in '{file}' are missing or out of date: call MigrateGigaChatUsageAsync() on the services when you deploy, " +
                $"or leave {nameof(SqliteUsageOptions)}.{nameof(SqliteUsageOptions.MigrateOnStart)} true.", error),
            CannotOpen when MissingFolder(file) is { } folder => new DirectoryNotFoundException(
                $"The folder '{folder}' of the usage database does not exist: create it, or name another file in the connection string.", error),
            _ => null,
        };
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
