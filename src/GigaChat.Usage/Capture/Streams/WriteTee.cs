namespace GigaChat.Usage.Capture;

/// <summary>
/// Passes the bytes that are written to a stream to an observer. Closing it leaves the inner stream open, which belongs
/// to its creator.
/// </summary>
internal sealed class WriteTee(Stream destination, IByteObserver observer) : PassThroughStream(destination)
{
    public override void Write(byte[] buffer, int offset, int count)
    {
        Inner.Write(buffer, offset, count);
        observer.Observe(buffer.AsSpan(offset, count));
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Inner.Write(buffer);
        observer.Observe(buffer);
    }

    public override void WriteByte(byte value)
    {
        Inner.WriteByte(value);
        observer.Observe([value]);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        // Observed while the write is in progress: after its end the owner may reuse the buffer.
        var written = Inner.WriteAsync(buffer, offset, count, cancellationToken);
        observer.Observe(buffer.AsSpan(offset, count));
        return written;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var written = Inner.WriteAsync(buffer, cancellationToken);
        observer.Observe(buffer.Span);
        return written;
    }
}
