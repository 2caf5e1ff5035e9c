using GigaChat.Usage.EntityFrameworkCore;
using Npgsql;

namespace GigaChat.Usage.PostgreSql;

/// <summary>Explains PostgreSQL's errors and their remedies.</summary>
internal static class PostgreSqlErrors
{
    private const string TooSlow =
        "did not respond in time: check its load and its locks, or the size of the connection pool (Maximum Pool Size) if no connection was free; the inner error contains the cause";

    /// <summary>The error of a transaction that the server ended because it was idle, by its settings.</summary>
    private const string IdleInTransaction = "25P03";

    public static Exception? Explain(NpgsqlException error, string? database)
    {
        return (error as PostgresException)?.SqlState switch
        {
            // 22: values that do not fit; 23: constraints; P0001: a trigger of the application.
            ['2', '2' or '3', ..] or PostgresErrorCodes.RaiseException => new UsageDataException(
                "PostgreSQL rejected a usage record because of its data.",
                error
            ),
            PostgresErrorCodes.UndefinedTable
            or PostgresErrorCodes.UndefinedColumn
            or PostgresErrorCodes.InvalidSchemaName => new TablesChangedException(
                MessageOf(
                    "lacks tables of usage tracking, or has those of another version: call MigrateGigaChatUsageAsync() on the services when you deploy, "
                        + $"or leave {nameof(PostgreSqlUsageOptions)}.{nameof(PostgreSqlUsageOptions.MigrateOnStart)} true; after a newer version has migrated it, update the package"
                ),
                error
            ),
            PostgresErrorCodes.DiskFull => Unusable(
                "cannot grow, the server's disk is full: free space on it, or delete old records"
            ),
            PostgresErrorCodes.ReadOnlySqlTransaction => Unusable(
                "is read-only: name the primary server in the connection string, or allow this user to write"
            ),
            PostgresErrorCodes.InsufficientPrivilege => Unusable(
                "rejects this user: grant it the right to read and write the tables of usage tracking"
            ),
            PostgresErrorCodes.InvalidCatalogName => Unusable(
                "does not exist: create it, or name another one in the connection string"
            ),
            ['2', '8', ..] => Unusable("rejects this user or password: check the connection string"),
            PostgresErrorCodes.LockNotAvailable => Unusable(
                "is locked by another transaction: the write is retried; if this continues, find the process with the open transaction"
            ),
            ['X', 'X', ..] or ['5', '8', ..] => Unusable(
                "is damaged, or the disk of its server fails: see the server's log"
            ),

            // The driver reports a timeout of a command, a connection and a pool alike; its inner error says which.
            // 57014: the server's statement_timeout.
            null when error.InnerException is TimeoutException => Unusable(TooSlow),
            PostgresErrorCodes.QueryCanceled => Unusable(
                TooSlow,
                new TimeoutException("PostgreSQL ended the statement.", error)
            ),
            null => Unusable("cannot be reached: check that its server runs and that the connection string names it"),
            ['5', '7', 'P', ..] or IdleInTransaction => Unusable(
                "cannot be reached, its server stops, starts or ended the connection"
            ),
            ['0', '8', ..] => Unusable(
                "cannot be reached: check that its server, and the pooler before it, run and accept connections"
            ),
            ['5', '3', ..] => Unusable("cannot be reached, its server is out of connections or memory"),
            _ => null,
        };

        UsageStoreException Unusable(string problem, Exception? cause = null) =>
            new(MessageOf(problem), cause ?? error);

        string MessageOf(string problem) => $"The usage database '{database}' {problem}.";
    }
}
