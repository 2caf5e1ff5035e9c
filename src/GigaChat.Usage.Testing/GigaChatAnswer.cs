using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using GigaChat.Usage.Testing;

namespace GigaChat.Usage;

/// <summary>A scripted answer to one request: a body of its own, or the server's usual answer paced or cut.
/// Immutable.</summary>
public sealed record GigaChatAnswer
{
    private GigaChatAnswer() { }

    /// <summary>The HTTP status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The response headers, <c>Content-Type</c> among them. Ignored by <see cref="Usual"/>.</summary>
    public ImmutableDictionary<string, string> Headers { get; init; } =
        ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The trailers, sent after the body; the body is then sent chunked.</summary>
    public ImmutableDictionary<string, string> Trailers { get; init; } =
        ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The body, each part written and flushed by itself; null for the server's usual answer.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>>? Chunks { get; init; }

    /// <summary>Whether the body has no <c>Content-Length</c>.</summary>
    /// <value>By default a body of more than one part.</value>
    public bool? IsChunked { get; init; }

    /// <summary>Awaited before each part of the body, which is given by its index: a place for a semaphore instead of a
    /// sleep.</summary>
    public Func<int, CancellationToken, Task>? BeforeChunk { get; init; }

    /// <summary>Closes the connection after so many parts of the body, without the body's end; 0 closes it after the
    /// headers. Null sends everything.</summary>
    public int? CutAfterChunks { get; init; }

    /// <summary>Whether the connection is closed without any answer.</summary>
    public bool IsDisconnect { get; init; }

    /// <summary>What the ledger gets for this answer. The usual answer bills by itself.</summary>
    public BilledTokens Billed { get; init; }

    /// <summary>The server's usual answer, to be paced by <see cref="BeforeChunk"/> or cut by
    /// <see cref="CutAfterChunks"/>.</summary>
    public static GigaChatAnswer Usual { get; } = new();

    /// <summary>No answer: the connection is closed once the request has been read.</summary>
    public static GigaChatAnswer Disconnect { get; } = new() { IsDisconnect = true };

    /// <summary>An empty answer.</summary>
    /// <param name="status">Its status.</param>
    public static GigaChatAnswer Empty(int status = 204) => new() { Status = status, Chunks = [] };

    /// <summary>A JSON answer.</summary>
    /// <param name="json">The body; need not be valid.</param>
    /// <param name="status">Its status.</param>
    public static GigaChatAnswer Json(string json, int status = 200) =>
        Body(Encoding.UTF8.GetBytes(json), "application/json; charset=utf-8", status);

    /// <summary>GigaChat's own error body, <c>{"status":429,"message":"Too Many Requests"}</c>.</summary>
    /// <param name="status">The status.</param>
    /// <param name="message">The message; the one GigaChat uses when null.</param>
    public static GigaChatAnswer Error(int status, string? message = null) =>
        Json(Errors.Body(status, message).ToWire(), status);

    /// <summary>A page in place of JSON, as a gateway on the way sends it.</summary>
    /// <param name="html">The page.</param>
    /// <param name="status">Its status.</param>
    public static GigaChatAnswer Html(
        string html = "<html><body>Service Unavailable</body></html>",
        int status = 200
    ) => Body(Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8", status);

    /// <summary>Any body in one part, with its length in the headers.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="contentType">Their type.</param>
    /// <param name="status">The status.</param>
    public static GigaChatAnswer Body(
        ReadOnlyMemory<byte> body,
        string contentType = "application/octet-stream",
        int status = 200
    ) => Parts([body], contentType, status);

    /// <summary>Any body, part by part.</summary>
    /// <param name="chunks">The parts.</param>
    /// <param name="contentType">Their type.</param>
    /// <param name="status">The status.</param>
    public static GigaChatAnswer Parts(
        IEnumerable<ReadOnlyMemory<byte>> chunks,
        string contentType = "application/octet-stream",
        int status = 200
    )
    {
        var answer = new GigaChatAnswer { Status = status, Chunks = [.. chunks] };
        return answer with { Headers = answer.Headers.SetItem("Content-Type", contentType) };
    }

    /// <summary>An event stream of <c>data:</c> events, one part each. <c>[DONE]</c> is an event like any
    /// other.</summary>
    /// <param name="events">What stands after <c>data: </c>, one line each.</param>
    public static GigaChatAnswer Events(params IEnumerable<string> events) =>
        Stream(events.Select(static data => $"data: {data}\n\n"));

    /// <summary>An event stream in raw text: the parts are written as they are.</summary>
    /// <param name="parts">The parts, cut wherever the test wants.</param>
    public static GigaChatAnswer Stream(params IEnumerable<string> parts) =>
        Parts(
            parts.Select(static part => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(part)),
            "text/event-stream; charset=utf-8"
        ) with
        {
            IsChunked = true,
        };

    /// <summary>This answer with its body compressed and flushed part by part, and <c>Content-Encoding:
    /// gzip</c>.</summary>
    /// <exception cref="InvalidOperationException">The answer has no body of its own.</exception>
    public GigaChatAnswer Gzip()
    {
        if (Chunks is not { } chunks)
            throw new InvalidOperationException("Only an answer with a body of its own can be compressed.");
        using var buffer = new MemoryStream();
        var compressed = new List<ReadOnlyMemory<byte>>(chunks.Length);
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var chunk in chunks)
            {
                gzip.Write(chunk.Span);
                gzip.Flush();
                compressed.Add(buffer.ToArray());
                buffer.SetLength(0);
            }
        }

        // The format's tail appears when the compressor closes; it belongs to the last part.
        if (compressed.Count > 0)
            compressed[^1] = (byte[])[.. compressed[^1].Span, .. buffer.ToArray()];
        return this with { Chunks = [.. compressed], Headers = Headers.SetItem("Content-Encoding", "gzip") };
    }
}
