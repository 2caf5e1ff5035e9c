namespace GigaChat.Usage.Capture;

/// <summary>
/// The last event of a stream that contained one run of text: the bytes before and after the text. An event that
/// differs from it only in its text contains no other new value, and is not parsed again.
/// </summary>
internal sealed class EventTemplate
{
    private const int MaxLength = 1024;

    private readonly byte[] _around = new byte[MaxLength];
    private int _before;
    private int _length;

    public void Forget() => _length = 0;

    /// <summary>Stores an event as the template.</summary>
    /// <param name="whole">The event from its first byte to the end of its blank line.</param>
    /// <param name="text">The range of its text.</param>
    public void Learn(ReadOnlySpan<byte> whole, Range text)
    {
        var (start, length) = text.GetOffsetAndLength(whole.Length);
        _length = 0;
        if (whole.Length - length > MaxLength)
            return;
        whole[..start].CopyTo(_around);
        whole[(start + length)..].CopyTo(_around.AsSpan(start));
        _before = start;
        _length = whole.Length - length;
    }

    /// <summary>Determines whether the bytes begin with a complete event that matches the template.</summary>
    /// <param name="utf8">Bytes that begin at the start of an event.</param>
    /// <param name="text">The text of the event, which contains no escape.</param>
    /// <param name="length">The length of the event in bytes.</param>
    public bool TryMatch(ReadOnlySpan<byte> utf8, out ReadOnlySpan<byte> text, out int length)
    {
        text = default;
        length = 0;
        var around = _around.AsSpan(0, _length);
        if (_length == 0 || !utf8.StartsWith(around[.._before]))
            return false;
        var rest = utf8[_before..];
        var end = rest.IndexOfAny((byte)'"', (byte)'\\');
        if (end < 0 || !rest[end..].StartsWith(around[_before..]))
            return false;
        text = rest[..end];
        length = _length + end;
        return true;
    }
}
