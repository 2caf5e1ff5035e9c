namespace GigaChat.Usage.Capture;

/// <summary>Finds the mark of a generated image, <c>fuse="true"</c>, in text that arrives in chunks.</summary>
internal struct ImageMark
{
    private int _matched;

    private static ReadOnlySpan<byte> Mark => "fuse=\"true\""u8;

    public readonly bool IsFound => _matched == Mark.Length;

    public void Read(ReadOnlySpan<byte> utf8)
    {
        if (IsFound)
            return;
        var i = 0;
        if (_matched == 0)
        {
            // 'f' is rare in Russian text, and the search is vectorized: most chunks end here.
            i = utf8.IndexOf(Mark[0]);
            if (i < 0)
                return;
        }

        for (; i < utf8.Length && !IsFound; i++)
            Read((char)utf8[i]);
    }

    public void Read(char character)
    {
        if (IsFound)
            return;
        if (character == Mark[_matched])
            _matched++;
        else
            // The first letter of the mark occurs in it once, so after a mismatch a match can only start at this
            // character.
            _matched = character == Mark[0] ? 1 : 0;
    }
}
