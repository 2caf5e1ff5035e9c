namespace GigaChat.Usage;

/// <summary>Counts the characters of a text by class as the text passes by.</summary>
internal struct TextCounter
{
    public int Characters;
    public int Cyrillic;
    public int Latin;
    public int Digits;
    public int WhiteSpace;
    public int Punctuation;

    public void Add(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            Add(c);
    }

    public void Add(char c)
    {
        Characters++;
        if (char.IsAsciiLetter(c))
            Latin++;
        else if (c is >= '\u0400' and <= '\u04FF')
            Cyrillic++;
        else if (char.IsAsciiDigit(c))
            Digits++;
        else if (c is ' ' or '\t' or '\n' or '\r')
            WhiteSpace++;
        else if (c < 0x80)
            Punctuation++;
    }

    public readonly TextMeasure ToMeasure(int parts) => new()
    {
        Characters = Characters,
        Cyrillic = Cyrillic,
        Latin = Latin,
        Digits = Digits,
        WhiteSpace = WhiteSpace,
        Punctuation = Punctuation,
        Parts = parts,
    };
}
