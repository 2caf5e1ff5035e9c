using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace GigaChat.Usage;

/// <summary>Makes every connection wait for other writers, and the file keep a write-ahead log.</summary>
/// <remarks>SQLite's own waiting is finer than the driver's, which looks again every 150 ms.</remarks>
internal sealed class WriteAheadLog : DbConnectionInterceptor
{
    public static WriteAheadLog Instance { get; } = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Sql(connection);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = Sql(connection);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Sql(DbConnection connection)
    {
        var milliseconds = 1000L * ((SqliteConnection)connection).DefaultTimeout;
        return string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {Math.Min(milliseconds, int.MaxValue)}; PRAGMA journal_mode = WAL;");
    }
}
