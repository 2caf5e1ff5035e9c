using System.Net;

namespace GigaChat.Usage.Capture;

/// <summary>
/// Replaces the content of a response: the bytes are passed to the call for every way in which the caller reads it.
/// </summary>
internal sealed class ResponseTee : HttpContent
{
    private readonly HttpContent _content;
    private readonly CapturedCall _call;

    public ResponseTee(HttpContent content, CapturedCall call)
    {
        _content = content;
        _call = call;
        ContentHeaders.Copy(content, this);
    }

    /// <summary>The record of the call; <c>null</c> before its end.</summary>
    public UsageRecord? Usage => _call.Usage;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await _content.CopyToAsync(new WriteTee(stream, _call), context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _call.End(CallEnd.ReadFailed, error);
            CopyError.ThrowInner(error);
            throw;
        }

        _call.End(CallEnd.EndOfBody);
    }

    protected override void SerializeToStream(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        try
        {
            _content.CopyTo(new WriteTee(stream, _call), context, cancellationToken);
        }
        catch (Exception error)
        {
            _call.End(CallEnd.ReadFailed, error);
            CopyError.ThrowInner(error);
            throw;
        }

        _call.End(CallEnd.EndOfBody);
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() =>
        new ReadTee(await _content.ReadAsStreamAsync().ConfigureAwait(false), _call);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new ReadTee(await _content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), _call);

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) =>
        new ReadTee(_content.ReadAsStream(cancellationToken), _call);

    protected override bool TryComputeLength(out long length) => ContentHeaders.TryGetLength(_content, out length);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
            _call.End(CallEnd.Disposed);
        }

        base.Dispose(disposing);
    }
}
