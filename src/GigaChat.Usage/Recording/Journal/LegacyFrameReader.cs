using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace GigaChat.Usage.Recording;

/// <summary>
/// Reads the frames of version 0.1: length, checksum, payload. The checksum covers the salt of the segment and the
/// offset in the file.
/// </summary>
/// <remarks>These frames have no number; their position is used instead.</remarks>
internal sealed class LegacyFrameReader : FrameReader
{
    private const int HeaderBytes = 2 * sizeof(uint);

    private readonly SegmentBytes _bytes;
    private readonly ulong _salt;
    private long _number;

    public LegacyFrameReader(SafeFileHandle file, ulong salt, long position)
    {
        _bytes = new SegmentBytes(file);
        _salt = salt;
        Position = position;
    }

    public override bool TryNext(long end, out JournalFrameData frame)
    {
        frame = default;
        for (var at = Position; end - at > HeaderBytes && MaySearch; at++)
        {
            if (!TryPayload(at, end, out var payload))
                continue;
            Damaged += at - Position;
            Position = at + HeaderBytes + payload.Length;
            frame = new JournalFrameData(_number++, tag: 0, payload);
            return true;
        }

        Tail = TailRest = Math.Max(0, end - Position);
        IsTorn = Tail > 0 && (Tail < HeaderBytes || LengthAt(Position, end) > Tail);
        Position = end;
        return false;
    }

    private bool TryPayload(long at, long end, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        var length = LengthAt(at, end);
        if (length == 0 || at + length > end)
            return false;
        var frame = _bytes.At(at, length, end);
        if (frame.Length < length)
            return false;
        payload = frame[HeaderBytes..];
        var crc = Crc32C.Add(Crc32C.Add(Crc32C.Add(Crc32C.Start, payload), _salt), (ulong)at);
        if (BinaryPrimitives.ReadUInt32LittleEndian(frame[sizeof(uint)..]) == crc)
            return true;
        BytesChecked += length;
        return false;
    }

    private int LengthAt(long at, long end)
    {
        var bytes = _bytes.At(at, HeaderBytes, end);
        if (bytes.Length < HeaderBytes)
            return 0;
        var payload = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return payload is > 0 and <= RecordPayload.MostBytes ? HeaderBytes + payload : 0;
    }
}
