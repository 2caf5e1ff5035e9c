using System.Buffers.Text;

namespace GigaChat.Usage.Benchmarks.Wire;

/// <summary>Tells where a request that arrives in pieces is whole.</summary>
internal sealed class RequestEnd
{
    private readonly byte[] _received = new byte[16 * 1024];
    private int _length;

    private static ReadOnlySpan<byte> ContentLength => "Content-Length: "u8;

    /// <summary>Takes the next bytes; returns whether the request ends with them.</summary>
    public bool IsReachedBy(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_received.AsSpan(_length));
        _length += bytes.Length;
        if (!IsWhole(_received.AsSpan(0, _length)))
            return false;
        _length = 0;
        return true;
    }

    private static bool IsWhole(ReadOnlySpan<byte> request)
    {
        var headersEnd = request.IndexOf("\r\n\r\n"u8);
        if (headersEnd < 0)
            return false;
        var headers = request[..headersEnd];
        var body = request[(headersEnd + 4)..];
        var length = headers.IndexOf(ContentLength);
        if (length >= 0)
            return Utf8Parser.TryParse(headers[(length + ContentLength.Length)..], out int expected, out _)
                && body.Length >= expected;
        return headers.IndexOf("Transfer-Encoding: chunked"u8) < 0 || body.EndsWith("0\r\n\r\n"u8);
    }
}
