using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace GigaChat.Usage.Sqlite;

/// <summary>
/// Sets up every connection to wait for other writers, and the file to use a write-ahead log, so that readers and the
/// writer do not wait for each other.
/// </summary>
/// <remarks>
/// SQLite's own waiting is finer than the driver's, which retries every 150 ms. Deleted data is overwritten: an erased
/// user, or a record that was too old, must not remain in the file's free pages.
/// </remarks>
internal sealed class SqliteConnectionSetup(SqliteFile file) : DbConnectionInterceptor
{
    public override InterceptionResult ConnectionOpening(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result
    )
    {
        file.Open(connection);
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    )
    {
        file.Open(connection);
        return ValueTask.FromResult(result);
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        var milliseconds = Math.Min(1000L * ((SqliteConnection)connection).DefaultTimeout, int.MaxValue);
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"PRAGMA busy_timeout = {milliseconds}; PRAGMA journal_mode = WAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; PRAGMA secure_delete = ON;"
        );
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
