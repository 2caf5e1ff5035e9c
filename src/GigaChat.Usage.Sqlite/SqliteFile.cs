using System.Data.Common;
using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Data.Sqlite;

namespace GigaChat.Usage.Sqlite;

/// <summary>
/// Detects that a database file was deleted, moved or replaced while connections to it are open: on Unix they continue
/// with a file that no longer has a name, and their commits are lost (L34). Windows does not allow it.
/// </summary>
/// <remarks>
/// The store waits for a moved file, because it is often moved back; a deleted file is replaced by a new one, and a
/// moved one after <see cref="Patience"/>, as at a start.
/// </remarks>
internal sealed class SqliteFile(TimeProvider time)
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _movedSince;

    /// <summary>Checks an open connection.</summary>
    /// <exception cref="UsageStoreException">Its file is not the one at its path.</exception>
    public void Verify(SqliteConnection connection)
    {
        var path = connection.DataSource;
        if (!SqliteFileControl.HasMoved(connection))
            return;
        var isMoved = !File.Exists(path) && !SqliteFileControl.IsDeleted(path);
        lock (_gate)
            _movedSince = isMoved ? time.GetTimestamp() : null;
        MakeWhole(connection);
        SqliteConnection.ClearPool(connection);
        throw new TablesChangedException(
            $"The usage database '{path}' was deleted, moved or replaced while in use: records wait, and are written to the file at its path."
        );
    }

    /// <summary>Called before a connection opens, which creates a file where there is none.</summary>
    /// <exception cref="UsageStoreException">The file was moved a moment ago.</exception>
    public void Open(DbConnection connection)
    {
        lock (_gate)
        {
            if (_movedSince is not { } since)
                return;
            var path = new SqliteConnectionStringBuilder(connection.ConnectionString).DataSource;
            if (File.Exists(path) || time.GetElapsedTime(since) >= Patience)
            {
                _movedSince = null;
                return;
            }

            throw new UsageStoreException(
                $"The usage database '{path}' was moved while in use: move it back; records wait for it for {Patience.TotalSeconds:0} seconds, then a new file is created."
            );
        }
    }

    /// <summary>
    /// Copies committed data into the moved file. SQLite itself leaves it in the write-ahead log, which is at the old
    /// path: a new file there would lose it, and another one would be damaged by it.
    /// </summary>
    private static void MakeWhole(SqliteConnection connection)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout = 1000; PRAGMA wal_checkpoint(TRUNCATE);";
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // The file may be on a disk that was removed.
        }
    }
}
