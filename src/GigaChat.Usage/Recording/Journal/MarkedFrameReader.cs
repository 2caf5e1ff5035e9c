using Microsoft.Win32.SafeHandles;

namespace GigaChat.Usage.Recording;

/// <summary>Reads frames that begin with a marker.</summary>
internal sealed class MarkedFrameReader : FrameReader
{
    private readonly SegmentBytes _bytes;
    private readonly uint? _tag;

    /// <summary>Initializes a new instance of the <see cref="MarkedFrameReader"/> class.</summary>
    /// <param name="file">The segment.</param>
    /// <param name="tag">The tag of its frames; frames with another tag are damage. All are read if
    /// <c>null</c>.</param>
    /// <param name="position">The offset at which to begin.</param>
    public MarkedFrameReader(SafeFileHandle file, uint? tag, long position)
    {
        _bytes = new SegmentBytes(file);
        _tag = tag;
        Position = position;
    }

    public override bool TryNext(long end, out JournalFrameData frame)
    {
        frame = default;
        if (Position >= end)
            return false;
        if (TryFrame(Position, end, out frame))
            return true;

        // The block may have been read while the frame was still being written.
        _bytes.Forget();
        for (var at = Position; MaySearch && TryFindMarker(ref at, end); at++)
        {
            var from = Position;
            if (!TryFrame(at, end, out frame))
                continue;
            Damaged += at - from;
            return true;
        }

        EndAt(end);
        return false;
    }

    private bool TryFrame(long at, long end, out JournalFrameData frame)
    {
        frame = default;
        if (end - at <= JournalFrame.HeaderBytes)
            return false;
        var length = JournalFrame.LengthOf(_bytes.At(at, JournalFrame.HeaderBytes, end), _tag);
        if (length == 0 || at + length > end)
            return false;
        var bytes = _bytes.At(at, length, end);
        if (bytes.Length < length)
            return false;
        if (!JournalFrame.TryRead(bytes, out frame))
        {
            BytesChecked += length;
            return false;
        }

        Position = at + length;
        return true;
    }

    private bool TryFindMarker(ref long at, long end)
    {
        var marker = JournalFrame.Marker;
        while (end - at > JournalFrame.HeaderBytes)
        {
            var rest = _bytes.From(at, marker.Length, end);
            if (rest.Length < marker.Length)
                return false;
            if (rest.IndexOf(marker) is >= 0 and var found)
            {
                at += found;
                return true;
            }

            // Its last bytes may be the first of a marker.
            at += rest.Length - marker.Length + 1;
        }

        return false;
    }

    private void EndAt(long end)
    {
        Tail = end - Position;
        while (true)
        {
            var rest = end - Position;
            var header = _bytes.At(Position, (int)Math.Min(rest, JournalFrame.HeaderBytes), end);
            var length = JournalFrame.LengthOf(header, _tag);
            if (length == 0 || length > rest)
            {
                TailRest = rest;
                IsTorn =
                    rest > 0 && (length > 0 || (header.Length < JournalFrame.HeaderBytes && StartsAsMarker(header)));
                Position = end;
                return;
            }

            // Its payload is damaged: one record, of any length.
            TailFrames++;
            Position += length;
        }
    }

    private static bool StartsAsMarker(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 0 && JournalFrame.Marker.StartsWith(bytes[..Math.Min(bytes.Length, JournalFrame.Marker.Length)]);
}
