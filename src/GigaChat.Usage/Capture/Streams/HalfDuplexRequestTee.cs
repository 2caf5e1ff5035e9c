using System.Net;

namespace GigaChat.Usage.Capture;

/// <summary>
/// Takes the place of a request's content that the runtime sends to its end before <c>SendAsync</c> returns. It is a
/// <see cref="ByteArrayContent"/>
/// only because the runtime decides by an internal property of its own contents, which those derived from them inherit:
/// around any other
/// content <c>SendAsync</c> would return at the response's headers, while the caller, who may then close its file or
/// use its buffer again, is
/// still being read from.
/// </summary>
internal sealed class HalfDuplexRequestTee : ByteArrayContent, IRequestTee
{
    private readonly CapturedCall _call;

    public HalfDuplexRequestTee(HttpContent content, CapturedCall call)
        : base([])
    {
        Original = content;
        _call = call;
        ContentHeaders.Copy(content, this);
    }

    public HttpContent Original { get; }

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

    // What a handler below reads, it reads from the content itself, unseen; the base would show it an empty array.
    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) =>
        Original.ReadAsStream(cancellationToken);

    protected override Task<Stream> CreateContentReadStreamAsync() => Original.ReadAsStreamAsync();

    protected override Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        Original.ReadAsStreamAsync(cancellationToken);
}
