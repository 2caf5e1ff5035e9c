namespace GigaChat.Usage.Capture;

/// <summary>
/// The last event of a stream that held one run of text: what stands before the text and what follows it. An event that
/// differs from it
/// in nothing but its text says nothing else new, and need not be parsed again.
/// </summary>
internal sealed class EventTemplate
{
    private const int MaxLength = 1024;

    private readonly byte[] _around = new byte[MaxLength];
    private int _before;
    private int _length;

    public void Forget() => _length = 0;

    /// <summary>Remembers an event.</summary>
    /// <param name="whole">The event from its first byte to the end of its blank line.</param>
    /// <param name="text">Where its text stands.</param>
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

    /// <summary>Whether the bytes begin with such an event, whole.</summary>
    /// <param name="utf8">Bytes that begin where an event does.</param>
    /// <param name="text">Its text, which holds no escape.</param>
    /// <param name="length">How long the event is.</param>
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
