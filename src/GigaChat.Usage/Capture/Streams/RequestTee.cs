using System.Net;

namespace GigaChat.Usage.Capture;

/// <summary>
/// Replaces the content of a request while it is sent: the bytes that the content writes to the connection are passed
/// to the scanner.
/// </summary>
/// <remarks>
/// For contents that the runtime may still send while the response is already read (HTTP/2 and HTTP/3): every content
/// that is derived from <see cref="HttpContent"/> outside of System.Net.Http. <see cref="HalfDuplexRequestTee"/> is
/// used for the others.
/// </remarks>
internal sealed class RequestTee : HttpContent, IRequestTee
{
    private readonly CapturedCall _call;

    private RequestTee(HttpContent content, CapturedCall call)
    {
        Original = content;
        _call = call;
        ContentHeaders.Copy(content, this);
    }

    public HttpContent Original { get; }

    /// <summary>
    /// Creates a content that is sent in the same way as the original one, and completes when that does (L24).
    /// </summary>
    public static HttpContent Around(HttpContent content, CapturedCall call) =>
        DuplexContent.IsAllowed(content) ? new RequestTee(content, call) : new HalfDuplexRequestTee(content, call);

    /// <summary>
    /// Restores the original content of a request; a content that an inner handler has set in the meantime is kept.
    /// </summary>
    public static void Remove(HttpRequestMessage request)
    {
        if (request.Content is IRequestTee tee)
            request.Content = tee.Original;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    ) => RequestCopy.CopyAsync(Original, _call, stream, context, cancellationToken);

    protected override void SerializeToStream(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    ) => RequestCopy.Copy(Original, _call, stream, context, cancellationToken);

    protected override bool TryComputeLength(out long length) => ContentHeaders.TryGetLength(Original, out length);
}
