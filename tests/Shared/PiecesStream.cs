namespace GigaChat.Usage.Tests;

/// <summary>Gives a body once, in pieces cut at chosen places, one piece a read; then it ends or breaks.</summary>
internal sealed class PiecesStream(byte[] body, IEnumerable<int> cuts, bool breaks = false) : Stream
{
    private readonly int[] _ends = [.. cuts.Where(cut => cut > 0 && cut < body.Length).Distinct().Order(), body.Length];
    private int _piece;

    /// <summary>The bytes that were read.</summary>
    public int Given { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_piece == _ends.Length)
            return breaks ? throw new IOException("The connection broke.") : 0;
        var length = Math.Min(count, _ends[_piece] - Given);
        body.AsSpan(Given, length).CopyTo(buffer.AsSpan(offset));
        Given += length;
        if (Given == _ends[_piece])
            _piece++;
        return length;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
