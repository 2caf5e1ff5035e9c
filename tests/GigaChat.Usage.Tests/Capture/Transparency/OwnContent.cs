using System.Net;

namespace GigaChat.Usage.Tests.Capture.Transparency;

/// <summary>A content of an application's own.</summary>
internal sealed class OwnContent(byte[] bytes, bool knowsLength) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        for (var at = 0; at < bytes.Length; at += 50_000)
            await stream.WriteAsync(bytes.AsMemory(at, Math.Min(50_000, bytes.Length - at)));
    }

    protected override void SerializeToStream(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    ) => stream.Write(bytes);

    protected override bool TryComputeLength(out long length)
    {
        length = bytes.Length;
        return knowsLength;
    }
}
