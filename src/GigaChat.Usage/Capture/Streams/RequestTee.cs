using System.Net;

namespace GigaChat.Usage.Capture;

/// <summary>Takes the place of a request's content while it is sent: what the content writes to the connection passes
/// the scanner on its way.</summary>
/// <remarks>
/// For contents that the runtime lets be sent while the response is already read (HTTP/2 and HTTP/3): every content
/// that is derived from
/// <see cref="HttpContent"/> outside of System.Net.Http. For the others there is <see cref="HalfDuplexRequestTee"/>.
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

    /// <summary>Gets a content that is sent as a request's own is, and ends being sent when it does (L24).</summary>
    public static HttpContent Around(HttpContent content, CapturedCall call) =>
        DuplexContent.IsAllowed(content) ? new RequestTee(content, call) : new HalfDuplexRequestTee(content, call);

    /// <summary>Puts a request's own content back; one that a handler below has set in the meantime stays.</summary>
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

    protected override bool TryComputeLength(out long length) => RequestCopy.TryGetLength(Original, out length);
}
