using System.Buffers.Binary;

namespace GigaChat.Usage.Recording;

/// <summary>
/// The first bytes of a segment: its type, its tag, the number of records in the previous segments, and the number of
/// its settled records.
/// </summary>
/// <remarks>
/// Each part has its own checksum. Without the header all records can still be read, and settled ones are offered
/// again.
/// </remarks>
internal static class SegmentHeader
{
    /// <summary>The offset of the first frame.</summary>
    public const int Bytes = 64;

    /// <summary>The number of bytes that are the same in every version.</summary>
    public const int VersionBytes = CrcAt + sizeof(uint);

    /// <summary>The offset of the mark.</summary>
    public const int MarkAt = 32;

    /// <summary>The number of bytes of the mark: a number and its checksum.</summary>
    public const int MarkBytes = sizeof(long) + sizeof(uint);

    public const uint Version = 2;

    /// <summary>The version of 0.1: a salt of eight bytes in place of the tag, and a mark that is an offset.</summary>
    public const uint LegacyVersion = 1;

    private const uint Magic = 0x4A55_4347; // "GCUJ"
    private const int CrcAt = 16;
    private const int BeforeAt = VersionBytes;

    public static void Write(Span<byte> header, uint tag, long before)
    {
        header[..Bytes].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Version);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], tag);
        BinaryPrimitives.WriteUInt32LittleEndian(header[CrcAt..], Crc32C.Add(Crc32C.Start, header[..CrcAt]));
        WriteNumber(header[BeforeAt..], before, Checksum(tag, before, BeforeAt));
        WriteMark(header[MarkAt..], tag, settled: 0);
    }

    /// <summary>Reads the part that is the same in every version.</summary>
    /// <returns><c>false</c> if that part is damaged; otherwise, <c>true</c>.</returns>
    public static bool TryRead(ReadOnlySpan<byte> header, out uint version, out ulong tag)
    {
        version = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        tag = BinaryPrimitives.ReadUInt64LittleEndian(header[8..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(header) == Magic
            && BinaryPrimitives.ReadUInt32LittleEndian(header[CrcAt..]) == Crc32C.Add(Crc32C.Start, header[..CrcAt]);
    }

    /// <summary>Gets the number of records in the previous segments; <c>null</c> if it is damaged.</summary>
    public static long? Before(ReadOnlySpan<byte> header, ulong tag) =>
        Number(header[BeforeAt..], number => Checksum(tag, number, BeforeAt));

    /// <summary>
    /// Gets the mark; <c>null</c> if it is damaged: then all records are offered again, and the store ignores
    /// duplicates.
    /// </summary>
    public static long? Settled(ReadOnlySpan<byte> header, ulong tag) =>
        Number(header[MarkAt..], number => Checksum(tag, number, MarkAt));

    /// <summary>Gets the mark of a legacy segment, an offset; <c>null</c> if it is damaged.</summary>
    public static long? LegacySettled(ReadOnlySpan<byte> header, ulong salt) =>
        Number(header[MarkAt..], number => Checksum(salt, number));

    public static void WriteMark(Span<byte> mark, uint tag, long settled) =>
        WriteNumber(mark, settled, Checksum(tag, settled, MarkAt));

    private static void WriteNumber(Span<byte> to, long value, uint checksum)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to, value);
        BinaryPrimitives.WriteUInt32LittleEndian(to[sizeof(long)..], checksum);
    }

    private static long? Number(ReadOnlySpan<byte> from, Func<long, uint> checksum)
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(from);
        return BinaryPrimitives.ReadUInt32LittleEndian(from[sizeof(long)..]) == checksum(value) ? value : null;
    }

    /// <summary>
    /// Computes a checksum that includes the offset, so that a number that was moved to another offset is detected.
    /// </summary>
    private static uint Checksum(ulong tag, long value, int at) => Crc32C.Add(Checksum(tag, value), (ulong)at);

    private static uint Checksum(ulong tag, long value) => Crc32C.Add(Crc32C.Add(Crc32C.Start, tag), (ulong)value);
}
