using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using GigaChat.Usage.Testing;

namespace GigaChat.Usage;

/// <summary>
/// A scripted response to one request: a given body, or the server's usual response paced or cut. Immutable.
/// </summary>
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

    /// <summary>The body, each part written and flushed separately; null for the server's usual response.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>>? Chunks { get; init; }

    /// <summary><c>true</c> if the body has no <c>Content-Length</c>; otherwise, <c>false</c>.</summary>
    /// <value>The default is <c>true</c> for a body of more than one part.</value>
    public bool? IsChunked { get; init; }

    /// <summary>
    /// The callback awaited before each part of the body, with the index of the part: a place for a semaphore instead
    /// of a sleep.
    /// </summary>
    public Func<int, CancellationToken, Task>? BeforeChunk { get; init; }

    /// <summary>
    /// The number of parts of the body after which the connection is closed, without the body's end; 0 closes it after
    /// the headers. Null sends everything.
    /// </summary>
    public int? CutAfterChunks { get; init; }

    /// <summary><c>true</c> if the connection is closed without a response; otherwise, <c>false</c>.</summary>
    public bool IsDisconnect { get; init; }

    /// <summary>The tokens billed in the ledger for this response. The usual response bills itself.</summary>
    public BilledTokens Billed { get; init; }

    /// <summary>
    /// The server's usual response, which <see cref="BeforeChunk"/> can pace or <see cref="CutAfterChunks"/> can cut.
    /// </summary>
    public static GigaChatAnswer Usual { get; } = new();

    /// <summary>No response: the connection is closed once the request has been read.</summary>
    public static GigaChatAnswer Disconnect { get; } = new() { IsDisconnect = true };

    /// <summary>Creates an empty response.</summary>
    /// <param name="status">The HTTP status.</param>
    public static GigaChatAnswer Empty(int status = 204) => new() { Status = status, Chunks = [] };

    /// <summary>Creates a JSON response.</summary>
    /// <param name="json">The body; it need not be valid.</param>
    /// <param name="status">The HTTP status.</param>
    public static GigaChatAnswer Json(string json, int status = 200) =>
        Body(Encoding.UTF8.GetBytes(json), "application/json; charset=utf-8", status);

    /// <summary>
    /// Creates a response with GigaChat's error body, <c>{"status":429,"message":"Too Many Requests"}</c>.
    /// </summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="message">The message; null for that of GigaChat.</param>
    public static GigaChatAnswer Error(int status, string? message = null) =>
        Json(Errors.Body(status, message).ToWire(), status);

    /// <summary>Creates a response with a page instead of JSON, as a gateway sends it.</summary>
    /// <param name="html">The page.</param>
    /// <param name="status">The HTTP status.</param>
    public static GigaChatAnswer Html(
        string html = "<html><body>Service Unavailable</body></html>",
        int status = 200
    ) => Body(Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8", status);

    /// <summary>Creates a response with any body in one part, with its length in the headers.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="contentType">The content type.</param>
    /// <param name="status">The HTTP status.</param>
    public static GigaChatAnswer Body(
        ReadOnlyMemory<byte> body,
        string contentType = "application/octet-stream",
        int status = 200
    ) => Parts([body], contentType, status);

    /// <summary>Creates a response with any body, part by part.</summary>
    /// <param name="chunks">The parts.</param>
    /// <param name="contentType">The content type.</param>
    /// <param name="status">The HTTP status.</param>
    public static GigaChatAnswer Parts(
        IEnumerable<ReadOnlyMemory<byte>> chunks,
        string contentType = "application/octet-stream",
        int status = 200
    )
    {
        var answer = new GigaChatAnswer { Status = status, Chunks = [.. chunks] };
        return answer with { Headers = answer.Headers.SetItem("Content-Type", contentType) };
    }

    /// <summary>
    /// Creates an event stream of <c>data:</c> events, one part each. <c>[DONE]</c> is an event like any other.
    /// </summary>
    /// <param name="events">The texts after <c>data: </c>, one line each.</param>
    public static GigaChatAnswer Events(params IEnumerable<string> events) =>
        Stream(events.Select(static data => $"data: {data}\n\n"));

    /// <summary>Creates an event stream of raw text: the parts are written unchanged.</summary>
    /// <param name="parts">The parts, split anywhere.</param>
    public static GigaChatAnswer Stream(params IEnumerable<string> parts) =>
        Parts(
            parts.Select(static part => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(part)),
            "text/event-stream; charset=utf-8"
        ) with
        {
            IsChunked = true,
        };

    /// <summary>
    /// Creates this response with its body compressed and flushed part by part, and <c>Content-Encoding: gzip</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The response has no given body.</exception>
    public GigaChatAnswer Gzip()
    {
        if (Chunks is not { } chunks)
            throw new InvalidOperationException("Only a response with a given body can be compressed.");
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

        // The format's tail is written when the compressor closes; it belongs to the last part.
        if (compressed.Count > 0)
            compressed[^1] = (byte[])[.. compressed[^1].Span, .. buffer.ToArray()];
        return this with { Chunks = [.. compressed], Headers = Headers.SetItem("Content-Encoding", "gzip") };
    }
}
