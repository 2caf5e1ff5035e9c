using System.Net;

namespace GigaChat.Usage.Capture;

/// <summary>
/// Replaces a request content that the runtime sends to its end before <c>SendAsync</c> returns. It is a
/// <see cref="ByteArrayContent"/> only because the runtime decides by an internal property of its own contents, which
/// derived types inherit: with any other content <c>SendAsync</c> would return at the response headers, while the
/// content of the caller, who may then close its file or reuse its buffer, is still being read.
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

    protected override bool TryComputeLength(out long length) => ContentHeaders.TryGetLength(Original, out length);

    // An inner handler that reads the content reads the original directly, unobserved; the base class would return an
    // empty array.
    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) =>
        Original.ReadAsStream(cancellationToken);

    protected override Task<Stream> CreateContentReadStreamAsync() => Original.ReadAsStreamAsync();

    protected override Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        Original.ReadAsStreamAsync(cancellationToken);
}
