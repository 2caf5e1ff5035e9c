using System.Net;

namespace GigaChat.Usage.Capture;

/// <summary>Sends a body after its beginning was read, in place of a built-in content.</summary>
internal sealed class HeldBuffer(HeldBody body) : ByteArrayContent([]), IHeldContent
{
    public HeldBody Body { get; } = body;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        Body.SendAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    ) => Body.SendAsync(stream, context, cancellationToken);

    protected override void SerializeToStream(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    ) => Body.SendAsync(stream, context, cancellationToken).GetAwaiter().GetResult();

    protected override bool TryComputeLength(out long length) => ContentHeaders.TryGetLength(Body.Content, out length);
}
