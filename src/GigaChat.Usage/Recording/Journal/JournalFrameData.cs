namespace GigaChat.Usage.Recording;

/// <summary>A complete frame that was read.</summary>
/// <param name="number">The number of the record in its segment, from 0.</param>
/// <param name="tag">The tag of the segment to which it was written.</param>
/// <param name="payload">The record.</param>
internal readonly ref struct JournalFrameData(long number, uint tag, ReadOnlySpan<byte> payload)
{
    public long Number { get; } = number;

    public uint Tag { get; } = tag;

    public ReadOnlySpan<byte> Payload { get; } = payload;
}
