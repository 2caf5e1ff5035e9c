using System.Runtime.InteropServices;
using System.Text;

namespace GigaChat.Usage.ClickHouse.Engine;

/// <summary>A connection to the engine with settings of its own; it runs one statement at a time and blocks.</summary>
internal sealed unsafe class ChdbSession : IDisposable
{
    private readonly nint* _connection;

    public ChdbSession(string path, IEnumerable<KeyValuePair<string, string>> settings)
    {
        string[] arguments =
        [
            "clickhouse",
            $"--path={path}",
            .. settings.Select(setting => $"--{setting.Key}={setting.Value}"),
        ];
        var pointers = arguments.Select(Marshal.StringToCoTaskMemUTF8).ToArray();
        try
        {
            fixed (nint* first = pointers)
                _connection = Chdb.Connect(pointers.Length, (byte**)first);
        }
        finally
        {
            Array.ForEach(pointers, Marshal.FreeCoTaskMem);
        }

        if (_connection is null)
            throw new ChdbException("Code: 115. DB::Exception: The engine accepts no connection with these settings.");
    }

    public byte[] Query(ReadOnlySpan<byte> sql, string format)
    {
        var formatBytes = Encoding.UTF8.GetBytes(format);
        fixed (
            byte* text = sql,
                name = formatBytes
        )
            return Read(Chdb.Query(*_connection, text, (nuint)sql.Length, name, (nuint)formatBytes.Length));
    }

    public void Execute(string sql) => Query(Encoding.UTF8.GetBytes(sql), "TabSeparated");

    /// <summary>Inserts data of a format, a chunk at a time.</summary>
    public void Insert(string sql, string format, Stream data)
    {
        var (sqlBytes, formatBytes) = (Encoding.UTF8.GetBytes(sql), Encoding.UTF8.GetBytes(format));
        nint stream;
        fixed (
            byte* text = sqlBytes,
                name = formatBytes
        )
            stream = Chdb.Insert(*_connection, text, (nuint)sqlBytes.Length, name, (nuint)formatBytes.Length);
        try
        {
            Check(Chdb.InsertError(stream));
            var buffer = new byte[256 * 1024];
            for (int length; (length = data.Read(buffer)) > 0; )
            {
                fixed (byte* chunk = buffer)
                {
                    if (Chdb.Append(stream, chunk, (nuint)length) != 0)
                        break;
                }
            }

            Read(Chdb.Done(stream));
        }
        catch (IOException)
        {
            // The client is gone: what it did not send to its end is not inserted.
            Chdb.CancelInsert(stream);
            throw;
        }
        finally
        {
            Chdb.DestroyInsert(stream);
        }
    }

    public void Dispose() => Chdb.Close(_connection);

    private static byte[] Read(nint result)
    {
        try
        {
            Check(Chdb.Error(result));
            var length = Chdb.Length(result);
            return length == 0 ? [] : new ReadOnlySpan<byte>(Chdb.Buffer(result), checked((int)length)).ToArray();
        }
        finally
        {
            Chdb.Destroy(result);
        }
    }

    private static void Check(byte* error)
    {
        if (error is not null && Marshal.PtrToStringUTF8((nint)error) is { Length: > 0 } message)
            throw new ChdbException(message);
    }
}
