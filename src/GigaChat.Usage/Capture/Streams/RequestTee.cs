using System.Net;

namespace GigaChat.Usage.Capture;

/// <summary>Stands in for a request's content while it is sent: what the content writes to the connection passes the scanner on its way.</summary>
internal sealed class RequestTee : HttpContent
{
    private readonly HttpContent _content;
    private readonly CapturedCall _call;

    public RequestTee(HttpContent content, CapturedCall call)
    {
        _content = content;
        _call = call;
        ContentHeaders.Copy(content, this);
    }

    /// <summary>Puts a request's own content back; one that a handler below has set in the meantime stays.</summary>
    public static void Remove(HttpRequestMessage request)
    {
        if (request.Content is RequestTee tee)
            request.Content = tee._content;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _content.CopyToAsync(Tee(stream), context, cancellationToken);

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _content.CopyTo(Tee(stream), context, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = _content.Headers.ContentLength ?? 0;
        return _content.Headers.ContentLength is not null;
    }

    private WriteTee Tee(Stream stream) => new(stream, _call.StartRequest());
}
