namespace GigaChat.Usage.Capture;

/// <summary>Shows what is written to a stream, on its way there. Closing it leaves the stream open: it belongs to
/// whoever handed it over.</summary>
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
        // Looked at while the write is under way: once it has ended, the buffer is its owner's again.
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
