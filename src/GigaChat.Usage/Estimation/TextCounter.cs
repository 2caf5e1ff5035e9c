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
        // Asked of 256 bits, because two halves of 256 stand in well for 512 where the machine has none so wide.
        if (Vector256.IsHardwareAccelerated)
        {
            for (; utf8.Length >= Vector512<byte>.Count; utf8 = utf8[Vector512<byte>.Count..])
                AddUtf8(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(utf8)));
        }

        if (Vector128.IsHardwareAccelerated)
        {
            for (; utf8.Length >= Vector128<byte>.Count; utf8 = utf8[Vector128<byte>.Count..])
                AddUtf8(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(utf8)));
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

    /// <summary>What was counted since an earlier state of this counter.</summary>
    public readonly TextCounter Since(in TextCounter before) => new()
    {
        Characters = Characters - before.Characters,
        Cyrillic = Cyrillic - before.Cyrillic,
        Latin = Latin - before.Latin,
        Digits = Digits - before.Digits,
        WhiteSpace = WhiteSpace - before.WhiteSpace,
        Punctuation = Punctuation - before.Punctuation,
    };

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

    private void AddUtf8(Vector512<byte> v) => Add(
        Vector512<byte>.Count,
        continuations: Vector512.LessThan(v.AsSByte(), Vector512.Create((sbyte)-64)).ExtractMostSignificantBits(),
        fourByteLeads: Vector512.GreaterThanOrEqual(v, Vector512.Create((byte)0xF0)).ExtractMostSignificantBits(),
        cyrillicLeads: Vector512.Equals(v & Vector512.Create((byte)0xFC), Vector512.Create((byte)0xD0)).ExtractMostSignificantBits(),
        notAscii: v.ExtractMostSignificantBits(),
        latin: Vector512.LessThan((v | Vector512.Create((byte)0x20)) - Vector512.Create((byte)'a'), Vector512.Create((byte)26)).ExtractMostSignificantBits(),
        digits: Vector512.LessThan(v - Vector512.Create((byte)'0'), Vector512.Create((byte)10)).ExtractMostSignificantBits(),
        white: (Vector512.Equals(v, Vector512.Create((byte)' '))
            | Vector512.LessThan(v - Vector512.Create((byte)'\t'), Vector512.Create((byte)2))
            | Vector512.Equals(v, Vector512.Create((byte)'\r'))).ExtractMostSignificantBits());

    private void AddUtf8(Vector128<byte> v) => Add(
        Vector128<byte>.Count,
        continuations: Vector128.LessThan(v.AsSByte(), Vector128.Create((sbyte)-64)).ExtractMostSignificantBits(),
        fourByteLeads: Vector128.GreaterThanOrEqual(v, Vector128.Create((byte)0xF0)).ExtractMostSignificantBits(),
        cyrillicLeads: Vector128.Equals(v & Vector128.Create((byte)0xFC), Vector128.Create((byte)0xD0)).ExtractMostSignificantBits(),
        notAscii: v.ExtractMostSignificantBits(),
        latin: Vector128.LessThan((v | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a'), Vector128.Create((byte)26)).ExtractMostSignificantBits(),
        digits: Vector128.LessThan(v - Vector128.Create((byte)'0'), Vector128.Create((byte)10)).ExtractMostSignificantBits(),
        white: (Vector128.Equals(v, Vector128.Create((byte)' '))
            | Vector128.LessThan(v - Vector128.Create((byte)'\t'), Vector128.Create((byte)2))
            | Vector128.Equals(v, Vector128.Create((byte)'\r'))).ExtractMostSignificantBits());

    /// <summary>Adds so many bytes, of which each mask has a bit for those of one kind.</summary>
    private void Add(
        int bytes, ulong continuations, ulong fourByteLeads, ulong cyrillicLeads, ulong notAscii, ulong latin, ulong digits, ulong white)
    {
        var ascii = bytes - BitOperations.PopCount(notAscii);
        var letters = BitOperations.PopCount(latin);
        var numerals = BitOperations.PopCount(digits);
        var spaces = BitOperations.PopCount(white);
        Characters += bytes - BitOperations.PopCount(continuations) + BitOperations.PopCount(fourByteLeads);
        Cyrillic += BitOperations.PopCount(cyrillicLeads);
        Latin += letters;
        Digits += numerals;
        WhiteSpace += spaces;
        Punctuation += ascii - letters - numerals - spaces;
    }
}
