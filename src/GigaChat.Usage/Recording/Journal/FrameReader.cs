namespace GigaChat.Usage.Recording;

/// <summary>
/// Reads the frames of a segment in the order of the file, and finds the next complete one after damage.
/// </summary>
internal abstract class FrameReader
{
    /// <summary>
    /// The maximum number of bytes to check. In a crafted file nearly every byte can appear to begin a frame, and each
    /// costs a checksum of 8 KB: the search ends after 256 MB of them. Usual damage costs one wrong checksum a frame.
    /// </summary>
    private const long MostBytesChecked = 1L << 28;

    /// <summary>The offset after the last frame read.</summary>
    public long Position { get; protected set; }

    /// <summary>
    /// The number of bytes that were skipped because they are no complete frame, and that are followed by complete
    /// frames.
    /// </summary>
    public long Damaged { get; protected set; }

    /// <summary>The number of bytes at the end that are no complete frame.</summary>
    public long Tail { get; protected set; }

    /// <summary>The number of frames in the tail that can be recognized although their bytes are wrong.</summary>
    public long TailFrames { get; protected set; }

    /// <summary>The number of bytes of the tail in which no frame can be recognized.</summary>
    public long TailRest { get; protected set; }

    /// <summary>
    /// <c>true</c> if the rest of the tail begins like a frame that was not written completely; otherwise,
    /// <c>false</c>.
    /// </summary>
    public bool IsTorn { get; protected set; }

    /// <summary>The number of bytes with a checksum that was computed and found wrong.</summary>
    public long BytesChecked { get; protected set; }

    protected bool MaySearch => BytesChecked < MostBytesChecked;

    /// <summary>Reads the next frame.</summary>
    /// <param name="end">The end of the written data.</param>
    /// <param name="frame">The frame, valid until the next call.</param>
    /// <returns><c>true</c> if there was a frame; <c>false</c> if everything up to the end is read.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public abstract bool TryNext(long end, out JournalFrameData frame);
}
