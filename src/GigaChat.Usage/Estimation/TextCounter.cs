using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GigaChat.Usage;

/// <summary>Counts the characters of a text by class as the text passes by.</summary>
/// <remarks>UTF-8 is counted byte by byte without state, so a text may be cut anywhere, in the middle of a character too.</remarks>
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

    public void AddUtf8(ReadOnlySpan<byte> utf8)
    {
        if (Vector128.IsHardwareAccelerated)
        {
            while (utf8.Length >= Vector128<byte>.Count)
            {
                AddUtf8(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(utf8)));
                utf8 = utf8[Vector128<byte>.Count..];
            }
        }

        foreach (var b in utf8)
            AddUtf8(b);
    }

    public void Add(in TextCounter other)
    {
        Characters += other.Characters;
        Cyrillic += other.Cyrillic;
        Latin += other.Latin;
        Digits += other.Digits;
        WhiteSpace += other.WhiteSpace;
        Punctuation += other.Punctuation;
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

    private static int Count(Vector128<byte> matches) => BitOperations.PopCount(matches.ExtractMostSignificantBits());

    private void AddUtf8(byte b)
    {
        if (b < 0x80)
            Add((char)b);
        else if ((b & 0xC0) != 0x80)
            AddLeadByte(b);
    }

    private void AddLeadByte(byte b)
    {
        // Lead bytes D0 to D3 are U+0400 to U+04FF; four-byte sequences become two UTF-16 units.
        Characters += b >= 0xF0 ? 2 : 1;
        if ((b & 0xFC) == 0xD0)
            Cyrillic++;
    }

    private void AddUtf8(Vector128<byte> v)
    {
        var ascii = Vector128<byte>.Count - BitOperations.PopCount(v.ExtractMostSignificantBits());
        var latin = Count(Vector128.LessThan((v | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a'), Vector128.Create((byte)26)));
        var digits = Count(Vector128.LessThan(v - Vector128.Create((byte)'0'), Vector128.Create((byte)10)));
        var white = Count(
            Vector128.Equals(v, Vector128.Create((byte)' '))
            | Vector128.LessThan(v - Vector128.Create((byte)'\t'), Vector128.Create((byte)2))
            | Vector128.Equals(v, Vector128.Create((byte)'\r')));
        var continuation = Count(Vector128.Equals(v & Vector128.Create((byte)0xC0), Vector128.Create((byte)0x80)));
        var fourByteLeads = Count(Vector128.GreaterThanOrEqual(v, Vector128.Create((byte)0xF0)));
        Characters += Vector128<byte>.Count - continuation + fourByteLeads;
        Cyrillic += Count(Vector128.Equals(v & Vector128.Create((byte)0xFC), Vector128.Create((byte)0xD0)));
        Latin += latin;
        Digits += digits;
        WhiteSpace += white;
        Punctuation += ascii - latin - digits - white;
    }
}
