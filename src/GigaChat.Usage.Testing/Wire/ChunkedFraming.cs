using System.Text;

namespace GigaChat.Usage.Testing;

/// <summary>The chunked coding written by hand, because Kestrel has no trailers over HTTP/1.1.</summary>
internal static class ChunkedFraming
{
    public static byte[] Frame(ReadOnlyMemory<byte> part) =>
        part.IsEmpty ? [] : [.. Encoding.ASCII.GetBytes($"{part.Length:x}\r\n"), .. part.Span, .. "\r\n"u8];

    public static byte[] End(IEnumerable<KeyValuePair<string, string>> trailers) =>
        Encoding.ASCII.GetBytes(
            "0\r\n" + string.Concat(trailers.Select(static trailer => $"{trailer.Key}: {trailer.Value}\r\n")) + "\r\n"
        );
}
