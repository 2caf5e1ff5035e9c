using GigaChat.Usage.EntityFrameworkCore;
using Npgsql;

namespace GigaChat.Usage.PostgreSql;

/// <summary>Says what PostgreSQL's errors mean here and what to do about them.</summary>
internal static class PostgreSqlErrors
{
    private const string TooSlow =
        "did not answer in time: look at its load and its locks, or at the size of the connection pool (Maximum Pool Size) where that is what ran out; the inner error says which";

    /// <summary>The server ended a transaction that was idle, as its settings have it.</summary>
    private const string IdleInTransaction = "25P03";

    public static Exception? Explain(NpgsqlException error, string? database)
    {
        return (error as PostgresException)?.SqlState switch
        {
            // 22: values that do not fit; 23: constraints; P0001: a trigger of the application's.
            ['2', '2' or '3', ..] or PostgresErrorCodes.RaiseException => new UsageDataException(
                "PostgreSQL refused a usage record for its data.",
                error
            ),
            PostgresErrorCodes.UndefinedTable
            or PostgresErrorCodes.UndefinedColumn
            or PostgresErrorCodes.InvalidSchemaName => new TablesChangedException(
                MessageOf(
                    "lacks tables of usage tracking, or has them of another version: call MigrateGigaChatUsageAsync() on the services when you deploy, "
                        + $"or leave {nameof(PostgreSqlUsageOptions)}.{nameof(PostgreSqlUsageOptions.MigrateOnStart)} true; after a newer version has migrated it, update the package"
                ),
                error
            ),
            PostgresErrorCodes.DiskFull => Unusable(
                "cannot grow, the server's disk is full: free space on it, or delete old records"
            ),
            PostgresErrorCodes.ReadOnlySqlTransaction => Unusable(
                "is read-only: name the primary server in the connection string, or let this user write"
            ),
            PostgresErrorCodes.InsufficientPrivilege => Unusable(
                "refuses this user: grant it the right to read and write the tables of usage tracking"
            ),
            PostgresErrorCodes.InvalidCatalogName => Unusable(
                "does not exist: create it, or name another one in the connection string"
            ),
            ['2', '8', ..] => Unusable("refuses this user or password: check the connection string"),
            PostgresErrorCodes.LockNotAvailable => Unusable(
                "is locked by another transaction: the write is tried again; where that lasts, find who keeps a transaction open"
            ),
            ['X', 'X', ..] or ['5', '8', ..] => Unusable(
                "is damaged, or its server has trouble with its disk: see the server's log"
            ),

            // The driver tells a command, a connection and a pool that ran out of time alike; its own error, inside,
            // says which. 57014: the server's statement_timeout.
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
                "cannot be reached: check that its server, and the pooler before it, run and take connections"
            ),
            ['5', '3', ..] => Unusable("cannot be reached, its server is out of connections or memory"),
            _ => null,
        };

        UsageStoreException Unusable(string problem, Exception? cause = null) =>
            new(MessageOf(problem), cause ?? error);

        string MessageOf(string problem) => $"The usage database '{database}' {problem}.";
    }
}
