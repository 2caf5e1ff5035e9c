using Microsoft.Win32.SafeHandles;

namespace GigaChat.Usage.Recording;

/// <summary>One pass over a segment that an earlier process left: finds its records and its unreadable parts.</summary>
internal sealed class SegmentScan
{
    /// <summary>The assumed size of a frame in bytes, for a segment without frames to compare with.</summary>
    private const long UsualFrameBytes = 256;

    private long _frames;
    private long _frameBytes;

    /// <summary>
    /// The version; <c>null</c> if the file is unreadable; greater than <see cref="SegmentHeader.Version"/> if a later
    /// version wrote it.
    /// </summary>
    public uint? Version { get; private init; }

    /// <summary>The tag of its frames; the salt of a legacy segment.</summary>
    public ulong Tag { get; private init; }

    public long Length { get; private init; }

    /// <summary>
    /// The number below which all records are settled; 0 for a legacy segment, which has an offset as its mark.
    /// </summary>
    public long Settled { get; private init; }

    /// <summary>
    /// The offset from which to read. It is at or before the first frame, which moves to the front if bytes of the
    /// header are missing.
    /// </summary>
    public long Start { get; private init; }

    /// <summary>
    /// The number of records that the process had written to the previous segments; <c>null</c> if it is not known.
    /// </summary>
    public long? Before { get; private init; }

    /// <summary>The number after that of the last record found.</summary>
    public long End { get; private set; }

    /// <summary>The number of records found that are not settled.</summary>
    public long Intact { get; private set; }

    /// <summary>
    /// <c>true</c> if bytes of the file could not be read, so that it must be kept; otherwise, <c>false</c>.
    /// </summary>
    public bool IsDamaged { get; private set; }

    /// <summary>The number of bytes at the end that are no complete frame.</summary>
    public long Tail { get; private set; }

    /// <summary>The number of frames in the tail that can be recognized although their bytes are wrong.</summary>
    public long TailFrames { get; private set; }

    /// <summary>The number of bytes of the tail in which no frame can be recognized.</summary>
    public long TailRest { get; private set; }

    /// <summary>
    /// <c>true</c> if only the end is missing, as after a write that was cut short; otherwise, <c>false</c>.
    /// </summary>
    public bool IsTorn { get; private set; }

    /// <summary>
    /// The number of bytes in the middle that are no frame; in a legacy segment the number of lost records cannot be
    /// derived from them.
    /// </summary>
    public long Damaged { get; private set; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SegmentScan Of(SafeFileHandle file)
    {
        Span<byte> header = stackalloc byte[SegmentHeader.Bytes];
        header.Clear();
        var length = RandomAccess.GetLength(file);
        var read = RandomAccess.Read(file, header, 0);
        var isWhole = SegmentHeader.TryRead(header, out var version, out var tag) && read == SegmentHeader.Bytes;
        if (isWhole && version > SegmentHeader.Version)
            return new SegmentScan { Version = version, Length = length };
        if (isWhole && version == SegmentHeader.LegacyVersion)
            return Legacy(file, header, tag, length);
        if (!isWhole)
        {
            // Without a header the frames themselves show to which segment they belong.
            if (TagOfMost(file, length) is not { } found)
                return new SegmentScan
                {
                    Length = length,
                    IsDamaged = true,
                    Tail = length,
                    TailRest = length,
                };
            tag = found;
        }

        var scan = new SegmentScan
        {
            Version = SegmentHeader.Version,
            Tag = tag,
            Length = length,
            Settled = SegmentHeader.Settled(header, tag) ?? 0,
            Before = SegmentHeader.Before(header, tag),
            Start = isWhole ? SegmentHeader.VersionBytes : 0,
            IsDamaged = !isWhole,
        };
        var reader = scan.Read(new MarkedFrameReader(file, (uint)tag, scan.Start));
        if (scan._frames == 0)
        {
            // Then the tail begins after the header.
            reader = new MarkedFrameReader(file, (uint)tag, SegmentHeader.Bytes);
            reader.TryNext(length, out _);
        }

        return scan.EndWith(reader);
    }

    /// <summary>Estimates the number of records in unreadable bytes; at least one if there are any bytes.</summary>
    public long RecordsIn(long bytes) => Math.Max(1, bytes / (_frames == 0 ? UsualFrameBytes : _frameBytes / _frames));

    private static SegmentScan Legacy(SafeFileHandle file, ReadOnlySpan<byte> header, ulong salt, long length)
    {
        var settled = SegmentHeader.LegacySettled(header, salt) is >= SegmentHeader.Bytes and var offset
            ? offset
            : SegmentHeader.Bytes;
        var scan = new SegmentScan
        {
            Version = SegmentHeader.LegacyVersion,
            Tag = salt,
            Length = length,
            Start = settled,
        };
        return scan.EndWith(scan.Read(new LegacyFrameReader(file, salt, settled)));
    }

    private static uint? TagOfMost(SafeFileHandle file, long length)
    {
        var frames = new Dictionary<uint, long>();
        var reader = new MarkedFrameReader(file, tag: null, position: 0);
        while (reader.TryNext(length, out var frame))
            frames[frame.Tag] = frames.GetValueOrDefault(frame.Tag) + 1;
        return frames.Count == 0 ? null : frames.MaxBy(static it => it.Value).Key;
    }

    private FrameReader Read(FrameReader reader)
    {
        while (reader.TryNext(Length, out var frame))
        {
            var frameBytes = JournalFrame.HeaderBytes + frame.Payload.Length;
            IsDamaged |=
                frame.Number != End
                || (
                    _frames == 0
                    && Version == SegmentHeader.Version
                    && reader.Position - frameBytes != SegmentHeader.Bytes
                );
            End = Math.Max(End, frame.Number + 1);
            _frames++;
            _frameBytes += frameBytes;
            if (frame.Number >= Settled)
                Intact++;
        }

        if (Version == SegmentHeader.LegacyVersion)
            Damaged = reader.Damaged;
        return reader;
    }

    private SegmentScan EndWith(FrameReader reader)
    {
        Tail = reader.Tail;
        TailFrames = reader.TailFrames;
        TailRest = reader.TailRest;
        IsTorn = reader.IsTorn;
        IsDamaged |= Damaged > 0 || Tail > 0;
        return this;
    }
}
