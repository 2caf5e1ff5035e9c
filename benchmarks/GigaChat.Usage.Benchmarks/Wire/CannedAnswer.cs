using System.Text;

namespace GigaChat.Usage.Benchmarks.Wire;

/// <summary>An HTTP/1.1 response as it arrives: each piece is what one read of the connection gets.</summary>
internal sealed class CannedAnswer
{
    private CannedAnswer(params byte[][] pieces) => Pieces = pieces;

    public static CannedAnswer Json { get; } = new(WriteJson());

    public static CannedAnswer Stream { get; } =
        new([Head("text/event-stream", "Transfer-Encoding: chunked"), .. ChatAnswer.Events.Select(Frame), LastFrame()]);

    public IReadOnlyList<byte[]> Pieces { get; }

    private static byte[] WriteJson() =>
        [.. Head("application/json; charset=utf-8", $"Content-Length: {ChatAnswer.Json.Length}"), .. ChatAnswer.Json];

    private static byte[] Frame(byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. "\r\n"u8];

    private static byte[] LastFrame() => [.. Frame(ChatAnswer.DoneEvent.ToArray()), .. "0\r\n\r\n"u8];

    private static byte[] Head(string contentType, string framing) =>
        Encoding.ASCII.GetBytes(
            $"""
            HTTP/1.1 200 OK
            Server: gateway
            Date: Wed, 21 Jan 2026 11:49:31 GMT
            Content-Type: {contentType}
            X-Request-ID: 4d0c1c1e-2f43-4f0b-9f3a-6c8f8a5d2b17
            X-Session-ID: 9be7d5b2-51a6-4a5e-8a0d-0f1f1d6f7c33
            {framing}


            """.ReplaceLineEndings("\r\n")
        );
}
