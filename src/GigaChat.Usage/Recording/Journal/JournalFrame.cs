using System.Buffers.Binary;

namespace GigaChat.Usage;

/// <summary>What stands around each record in a segment: the length of its payload and a checksum, four bytes each.</summary>
/// <remarks>
/// The checksum covers the payload, the segment's salt and the place in the file. So the text of a record can never pass for a record, not even
/// one written to look like it, nor can an old record left in a place that was written again.
/// </remarks>
internal readonly ref struct JournalFrame
{
    /// <summary>The bytes before the payload.</summary>
    public const int HeaderBytes = 2 * sizeof(uint);

    /// <summary>The bytes of the largest frame.</summary>
    public const int MostBytes = HeaderBytes + JournalPayload.MostBytes;

    [ThreadStatic]
    private static byte[]? _buffer;

    private readonly uint _payloadCrc;

    private JournalFrame(Span<byte> bytes, uint payloadCrc)
    {
        Bytes = bytes;
        _payloadCrc = payloadCrc;
    }

    /// <summary>The frame; empty when the record could not be made one. Whole once it is sealed, valid until the thread makes its next.</summary>
    public Span<byte> Bytes { get; }

    /// <summary>Makes a record a frame, in a buffer of the thread's.</summary>
    public static JournalFrame Of(UsageRecord record)
    {
        try
        {
            var buffer = _buffer ??= new byte[MostBytes];
            var payload = buffer.AsSpan(HeaderBytes, JournalPayload.Write(UsageRecordLimits.Fit(record), buffer.AsSpan(HeaderBytes)));
            return new JournalFrame(buffer.AsSpan(0, HeaderBytes + payload.Length), Crc32C.Add(Crc32C.Start, payload));
        }
        catch (Exception)
        {
            // A record that cannot be made to fit is for the writer to park; it goes there through memory.
            return default;
        }
    }

    /// <summary>Binds the frame to its place.</summary>
    public void Seal(ulong salt, long offset)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Bytes, Bytes.Length - HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(Bytes[sizeof(uint)..], Place(_payloadCrc, salt, offset));
    }

    /// <summary>How long the frame that begins here says it is; 0 when it can be none.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes)
            return 0;
        var payload = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return payload is > 0 and <= JournalPayload.MostBytes ? HeaderBytes + payload : 0;
    }

    /// <summary>Whether these bytes are a whole frame of this place.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> frame, ulong salt, long offset) =>
        BinaryPrimitives.ReadUInt32LittleEndian(frame[sizeof(uint)..]) == Place(Crc32C.Add(Crc32C.Start, frame[HeaderBytes..]), salt, offset);

    private static uint Place(uint payloadCrc, ulong salt, long offset) => Crc32C.Add(Crc32C.Add(payloadCrc, salt), (ulong)offset);
}
