using System.Buffers.Binary;

namespace GigaChat.Usage;

/// <summary>The first bytes of a segment: what it is, its salt, and up to where its records are settled.</summary>
internal static class SegmentHeader
{
    /// <summary>Where the first frame begins.</summary>
    public const int Bytes = 64;

    /// <summary>Where the mark stands.</summary>
    public const int MarkAt = 32;

    /// <summary>The bytes of the mark: an offset and its checksum.</summary>
    public const int MarkBytes = sizeof(long) + sizeof(uint);

    public const uint Version = 1;

    private const uint Magic = 0x4A55_4347; // "GCUJ"
    private const int CrcAt = 16;

    public static void Write(Span<byte> header, ulong salt)
    {
        header[..Bytes].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Version);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], salt);
        BinaryPrimitives.WriteUInt32LittleEndian(header[CrcAt..], Crc32C.Add(Crc32C.Start, header[..CrcAt]));
        WriteMark(header[MarkAt..], salt, Bytes);
    }

    /// <summary>Reads a header.</summary>
    /// <returns>False when it is damaged.</returns>
    public static bool TryRead(ReadOnlySpan<byte> header, out uint version, out ulong salt, out long settled)
    {
        version = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        salt = BinaryPrimitives.ReadUInt64LittleEndian(header[8..]);
        var mark = header.Slice(MarkAt, MarkBytes);
        settled = BinaryPrimitives.ReadInt64LittleEndian(mark);

        // Without a mark to be trusted all is offered again, which the store does not mind.
        if (settled < Bytes || BinaryPrimitives.ReadUInt32LittleEndian(mark[sizeof(long)..]) != MarkCrc(salt, settled))
            settled = Bytes;
        return BinaryPrimitives.ReadUInt32LittleEndian(header) == Magic
            && BinaryPrimitives.ReadUInt32LittleEndian(header[CrcAt..]) == Crc32C.Add(Crc32C.Start, header[..CrcAt]);
    }

    public static void WriteMark(Span<byte> mark, ulong salt, long settled)
    {
        BinaryPrimitives.WriteInt64LittleEndian(mark, settled);
        BinaryPrimitives.WriteUInt32LittleEndian(mark[sizeof(long)..], MarkCrc(salt, settled));
    }

    private static uint MarkCrc(ulong salt, long settled) => Crc32C.Add(Crc32C.Add(Crc32C.Start, salt), (ulong)settled);
}
