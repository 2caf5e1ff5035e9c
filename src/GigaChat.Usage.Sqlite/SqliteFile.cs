using System.Data.Common;
using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Data.Sqlite;

namespace GigaChat.Usage.Sqlite;

/// <summary>
/// Notices that a database file was deleted, moved or replaced while connections to it are open: on Unix they go on
/// with a file that nobody finds
/// any more, and what they commit is lost (L34). Windows lets nobody do so.
/// </summary>
/// <remarks>
/// A file that was moved is waited for, because whoever moves it often puts it back; a new one is made in the place of
/// a deleted one, and of a moved
/// one after <see cref="Patience"/>, as it is at a start.
/// </remarks>
internal sealed class SqliteFile(TimeProvider time)
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _movedSince;

    /// <summary>Looks at an open connection.</summary>
    /// <exception cref="UsageStoreException">Its file is not the one in its place.</exception>
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
            $"The usage database '{path}' was deleted, moved or replaced while in use: what is not yet in it waits, and is written to the file in its place."
        );
    }

    /// <summary>Called before a connection opens, which makes a file where there is none.</summary>
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
                $"The usage database '{path}' was moved away while in use: put it back; records wait for it {Patience.TotalSeconds:0} seconds, then a new file is made."
            );
        }
    }

    /// <summary>
    /// Moves what is committed into the file that was moved. SQLite itself leaves it in the write-ahead log, which lies
    /// where the file was: a new file
    /// there would lose it, and another one be damaged by it.
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
            // The file may be on a disk that is gone.
        }
    }
}
