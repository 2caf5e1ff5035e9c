using System.Buffers.Binary;

namespace GigaChat.Usage.Recording;

/// <summary>
/// The bytes around a record in a segment: a marker, the tag of the segment, the number of the record, the length of
/// the payload and a checksum.
/// </summary>
/// <remarks>
/// <para>
/// A frame can be read without the data before it, also if bytes are missing and it is no longer at its original
/// offset. The number, which counts the records of the segment from 0, reveals how many are missing before it.
/// </para>
/// <para>
/// No byte of the marker occurs in UTF-8, so the text of a record is never mistaken for a frame. The tag, a random
/// number of the segment, excludes frames of other files.
/// </para>
/// </remarks>
internal readonly ref struct JournalFrame
{
    /// <summary>The number of bytes before the payload.</summary>
    public const int HeaderBytes = LengthAt + (2 * sizeof(uint));

    /// <summary>The size of the largest frame in bytes.</summary>
    public const int MostBytes = HeaderBytes + RecordPayload.MostBytes;

    private const int TagAt = 4;
    private const int NumberAt = TagAt + sizeof(uint);
    private const int LengthAt = NumberAt + sizeof(uint);
    private const int CrcAt = LengthAt + sizeof(uint);

    private readonly uint _payloadCrc;

    private JournalFrame(Span<byte> bytes, uint payloadCrc)
    {
        Bytes = bytes;
        _payloadCrc = payloadCrc;
    }

    /// <summary>The first bytes of each frame.</summary>
    public static ReadOnlySpan<byte> Marker => [0xF9, 0xFE, 0xC1, 0xFB];

    /// <summary>
    /// The frame; empty if the record could not be written as one. Complete once it is sealed, valid until the thread
    /// creates its next frame.
    /// </summary>
    public Span<byte> Bytes { get; }

    /// <summary>Creates the frame of an encoded record, in the same buffer.</summary>
    public static JournalFrame Of(EncodedRecord record) =>
        record.Bytes.IsEmpty ? default : new JournalFrame(record.Bytes, Crc32C.Add(Crc32C.Start, record.Payload));

    /// <summary>Completes the frame for a segment.</summary>
    /// <param name="tag">The tag of the segment.</param>
    /// <param name="number">The number of the record in the segment, from 0.</param>
    public void Seal(uint tag, long number)
    {
        Marker.CopyTo(Bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(Bytes[TagAt..], tag);
        BinaryPrimitives.WriteUInt32LittleEndian(Bytes[NumberAt..], (uint)number);
        BinaryPrimitives.WriteInt32LittleEndian(Bytes[LengthAt..], Bytes.Length - HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(Bytes[CrcAt..], Checksum(_payloadCrc, Bytes));
    }

    /// <summary>Gets the number of bytes that the frame declares; 0 if no frame begins here.</summary>
    /// <param name="bytes">At least the bytes before the payload.</param>
    /// <param name="tag">The required tag; any tag if <c>null</c>.</param>
    public static int LengthOf(ReadOnlySpan<byte> bytes, uint? tag)
    {
        if (bytes.Length < HeaderBytes || !bytes.StartsWith(Marker) || (tag is { } wanted && TagOf(bytes) != wanted))
            return 0;
        var payload = BinaryPrimitives.ReadInt32LittleEndian(bytes[LengthAt..]);
        return payload is > 0 and <= RecordPayload.MostBytes ? HeaderBytes + payload : 0;
    }

    /// <summary>Reads a frame.</summary>
    /// <param name="bytes">The number of bytes that the frame declares.</param>
    /// <param name="frame">The frame.</param>
    /// <returns><c>false</c> if any byte of the frame is wrong; otherwise, <c>true</c>.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out JournalFrameData frame)
    {
        frame = default;
        var payload = bytes[HeaderBytes..];
        if (
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[CrcAt..])
            != Checksum(Crc32C.Add(Crc32C.Start, payload), bytes)
        )
            return false;
        frame = new JournalFrameData(BinaryPrimitives.ReadUInt32LittleEndian(bytes[NumberAt..]), TagOf(bytes), payload);
        return true;
    }

    private static uint TagOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[TagAt..]);

    /// <summary>
    /// Computes the checksum. The payload comes first, so that the caller computes its part before it holds the lock.
    /// </summary>
    private static uint Checksum(uint payloadCrc, ReadOnlySpan<byte> header) =>
        Crc32C.Add(payloadCrc, header[TagAt..CrcAt]);
}
