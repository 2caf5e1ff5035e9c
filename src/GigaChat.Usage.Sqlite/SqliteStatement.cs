using System.Text;
using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GigaChat.Usage.Sqlite;

/// <summary>
/// A prepared statement that is executed for many rows. The driver's command looks up each parameter by its name and
/// creates a reader for every row, which takes as long as the row itself. Not safe for concurrent use.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private byte[] _text = new byte[512];
    private int _bound;

    /// <param name="session">The transaction.</param>
    /// <param name="sql">The statement, with numbered parameters; see <see cref="Parameter"/>.</param>
    /// <exception cref="SqliteException">SQLite rejects the statement.</exception>
    public SqliteStatement(UsageSession session, SqlText sql)
    {
        _connection = ((SqliteConnection)session.Connection).Handle!;
        Check(raw.sqlite3_prepare_v2(_connection, sql.ToString(), out _statement));
    }

    /// <summary>The number of rows that the last execution changed.</summary>
    public int Changes => raw.sqlite3_changes(_connection);

    /// <summary>Gets the text of a parameter, whose value is the one that was bound at its place, from 1.</summary>
    public static SqlText Parameter(int place) => $"?{SqlText.Number(place)}";

    /// <summary>Gets the list of the first parameters.</summary>
    public static SqlText Parameters(int count) => SqlText.List(Enumerable.Range(1, count).Select(Parameter));

    /// <summary>Binds the next value.</summary>
    public SqliteStatement Bind(long? value)
    {
        _bound++;
        Check(
            value is { } number
                ? raw.sqlite3_bind_int64(_statement, _bound, number)
                : raw.sqlite3_bind_null(_statement, _bound)
        );
        return this;
    }

    /// <inheritdoc cref="Bind(long?)" />
    public SqliteStatement Bind(string? value)
    {
        _bound++;
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(_statement, _bound));
            return this;
        }

        if (value.Length == 0)
        {
            // An empty span would be NULL.
            Check(raw.sqlite3_bind_text(_statement, _bound, utf8z.FromSpan("\0"u8)));
            return this;
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (_text.Length < most)
            _text = new byte[most];
        Check(raw.sqlite3_bind_text(_statement, _bound, _text.AsSpan(0, Encoding.UTF8.GetBytes(value, _text))));
        return this;
    }

    /// <inheritdoc cref="Bind(long?)" />
    public SqliteStatement Bind(ReadOnlySpan<byte> value)
    {
        _bound++;
        Check(raw.sqlite3_bind_blob(_statement, _bound, value));
        return this;
    }

    /// <inheritdoc cref="Bind(long?)" />
    public SqliteStatement Bind(Guid? value)
    {
        if (value is not { } id)
            return Bind((long?)null);
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(bytes);
    }

    /// <summary>Executes the statement with the bound values; the next ones are bound anew.</summary>
    /// <exception cref="SqliteException">SQLite rejects the row, or cannot write.</exception>
    public void Execute() => _ = ExecuteScalar();

    /// <summary>As <see cref="Execute"/>, and gets the number in the first column of the first row.</summary>
    /// <returns>The number; 0 where there is no row.</returns>
    /// <exception cref="SqliteException">SQLite rejects the row, or cannot write.</exception>
    public long ExecuteScalar()
    {
        try
        {
            var result = raw.sqlite3_step(_statement);
            if (result == raw.SQLITE_DONE)
                return 0;
            if (result != raw.SQLITE_ROW)
                Check(result);
            var value = raw.sqlite3_column_int64(_statement, 0);
            while ((result = raw.sqlite3_step(_statement)) == raw.SQLITE_ROW) { }

            if (result != raw.SQLITE_DONE)
                Check(result);
            return value;
        }
        finally
        {
            _bound = 0;
            _ = raw.sqlite3_reset(_statement);
        }
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, _connection);
    }
}
