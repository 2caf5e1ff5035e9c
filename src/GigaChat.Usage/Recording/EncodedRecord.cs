using GigaChat.Usage.Storage;

namespace GigaChat.Usage.Recording;

/// <summary>
/// A record as bytes in a buffer of the thread, valid until the thread encodes its next record. There is room before
/// the bytes for the header of a journal.
/// </summary>
internal readonly ref struct EncodedRecord
{
    /// <summary>The number of bytes before the record.</summary>
    public const int Margin = JournalFrame.HeaderBytes;

    [ThreadStatic]
    private static byte[]? _buffer;

    private EncodedRecord(Span<byte> bytes) => Bytes = bytes;

    /// <summary>The margin and the record; empty if the record could not be encoded.</summary>
    public Span<byte> Bytes { get; }

    /// <summary>The record alone; empty if it could not be encoded.</summary>
    public ReadOnlySpan<byte> Payload => Bytes.IsEmpty ? default : Bytes[Margin..];

    /// <summary>Encodes a record.</summary>
    public static EncodedRecord Of(UsageRecord record)
    {
        try
        {
            var buffer = _buffer ??= new byte[Margin + RecordPayload.MostBytes];
            var length = RecordPayload.Write(UsageRecordLimits.Fit(record), buffer.AsSpan(Margin));
            return new EncodedRecord(buffer.AsSpan(0, Margin + length));
        }
        catch (Exception)
        {
            // A record that cannot be made fit is dead-lettered by the writer, which has to receive it as it is.
            return default;
        }
    }
}
