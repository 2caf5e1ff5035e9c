using Microsoft.Win32.SafeHandles;

namespace GigaChat.Usage.Recording;

/// <summary>The bytes of a segment, read a block at a time.</summary>
internal sealed class SegmentBytes(SafeFileHandle file)
{
    private readonly byte[] _block = new byte[64 * 1024];
    private long _blockAt;
    private int _blockLength;

    /// <summary>
    /// Gets a number of bytes; fewer if the file is shorter than expected. Valid until the next call.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ReadOnlySpan<byte> At(long at, int length, long end)
    {
        var block = From(at, length, end);
        return block[..Math.Min(length, block.Length)];
    }

    /// <summary>
    /// Gets all bytes of the block from an offset on; at least the given number if the file has them.
    /// </summary>
    public ReadOnlySpan<byte> From(long at, int least, long end)
    {
        if (at < _blockAt || at + least > _blockAt + _blockLength)
            Fill(at, end);
        return _block.AsSpan((int)(at - _blockAt), _blockLength - (int)(at - _blockAt));
    }

    /// <summary>
    /// Discards the block, so that the next call reads the file again: the block may be older than the written data.
    /// </summary>
    public void Forget() => _blockLength = 0;

    private void Fill(long at, long end)
    {
        _blockAt = at;
        _blockLength = 0;
        var wanted = _block.AsSpan(0, (int)Math.Min(_block.Length, end - at));
        while (
            _blockLength < wanted.Length
            && RandomAccess.Read(file, wanted[_blockLength..], at + _blockLength) is > 0 and var read
        )
            _blockLength += read;
    }
}
