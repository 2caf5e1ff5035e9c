namespace GigaChat.Usage.Recording;

/// <summary>Reads the frames of a segment in the order of the file, and finds the next whole one behind
/// damage.</summary>
internal abstract class FrameReader
{
    /// <summary>In a crafted file nearly every byte can pass for the beginning of a frame, and each costs a checksum of
    /// 8 KB: the search ends after 256 MB of them. Usual damage costs one wrong checksum a frame.</summary>
    private const long MostBytesChecked = 1L << 28;

    /// <summary>The offset behind the last frame read.</summary>
    public long Position { get; protected set; }

    /// <summary>The number of bytes passed over because they are no whole frame, with whole frames behind
    /// them.</summary>
    public long Damaged { get; protected set; }

    /// <summary>The number of bytes at the end that are no whole frame.</summary>
    public long Tail { get; protected set; }

    /// <summary>The number of frames in the tail that can be told although their bytes are wrong.</summary>
    public long TailFrames { get; protected set; }

    /// <summary>The number of bytes of the tail in which nothing can be told.</summary>
    public long TailRest { get; protected set; }

    /// <summary>Whether the rest of the tail begins as a frame does that was not written to its end.</summary>
    public bool IsTorn { get; protected set; }

    /// <summary>The number of bytes whose checksum was computed and found wrong.</summary>
    public long BytesChecked { get; protected set; }

    protected bool MaySearch => BytesChecked < MostBytesChecked;

    /// <summary>Reads the next frame.</summary>
    /// <param name="end">The end of what has been written.</param>
    /// <param name="frame">The frame, valid until the next call.</param>
    /// <returns>Whether there was one; all up to the end is read when not.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public abstract bool TryNext(long end, out JournalFrameData frame);
}
