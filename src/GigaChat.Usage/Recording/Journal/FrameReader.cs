using Microsoft.Win32.SafeHandles;

namespace GigaChat.Usage;

/// <summary>Reads the frames of a segment one after another, a block at a time, and finds the next whole one behind damage.</summary>
internal sealed class FrameReader(SafeFileHandle file, ulong salt, long position)
{
    private readonly byte[] _block = new byte[64 * 1024];
    private long _blockAt;
    private int _blockLength;

    /// <summary>Where the next frame begins.</summary>
    public long Position { get; private set; } = position;

    /// <summary>Bytes passed over because they were no whole frame, with whole frames behind them.</summary>
    public long Damaged { get; private set; }

    /// <summary>Bytes at the end that are no whole frame: a write that was cut short.</summary>
    public long Torn { get; private set; }

    /// <summary>The payload of the next frame.</summary>
    /// <param name="end">The end of what has been written.</param>
    /// <param name="payload">The payload, valid until the next call.</param>
    /// <returns>Whether there was one; all up to the end is read when not.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool TryNext(long end, out ReadOnlySpan<byte> payload)
    {
        if (Position >= end)
        {
            payload = default;
            return false;
        }

        // The block may have been read while the frame was still being written.
        if (TryFrame(Position, end, out payload) || (Fill(Position, end) && TryFrame(Position, end, out payload)))
        {
            Position += JournalFrame.HeaderBytes + payload.Length;
            return true;
        }

        for (var at = Position + 1; at < end; at++)
        {
            if (!TryFrame(at, end, out payload))
                continue;
            Damaged += at - Position;
            Position = at + JournalFrame.HeaderBytes + payload.Length;
            return true;
        }

        Torn = end - Position;
        Position = end;
        return false;
    }

    private bool TryFrame(long at, long end, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (end - at <= JournalFrame.HeaderBytes)
            return false;
        var length = JournalFrame.LengthOf(Bytes(at, JournalFrame.HeaderBytes, end));
        if (length == 0 || at + length > end)
            return false;
        var frame = Bytes(at, length, end);
        if (frame.Length < length || !JournalFrame.IsWhole(frame, salt, at))
            return false;
        payload = frame[JournalFrame.HeaderBytes..];
        return true;
    }

    /// <summary>So many bytes of the file, fewer where it is shorter than it should be.</summary>
    private ReadOnlySpan<byte> Bytes(long at, int length, long end)
    {
        if (at < _blockAt || at + length > _blockAt + _blockLength)
            Fill(at, end);
        var from = (int)(at - _blockAt);
        return _block.AsSpan(from, Math.Min(length, _blockLength - from));
    }

    private bool Fill(long at, long end)
    {
        _blockAt = at;
        _blockLength = 0;
        var wanted = _block.AsSpan(0, (int)Math.Min(_block.Length, end - at));
        while (_blockLength < wanted.Length && RandomAccess.Read(file, wanted[_blockLength..], at + _blockLength) is > 0 and var read)
            _blockLength += read;
        return true;
    }
}
