using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GigaChat.Usage.Estimation;

/// <summary>
/// The bytes of up to 64 bytes of UTF-8 that belong to each class: one bit a byte, the first byte in the lowest bit.
/// </summary>
internal struct TextMasks
{
    public ulong Continuations;
    public ulong FourByteLeads;
    public ulong CyrillicLeads;
    public ulong Latin;
    public ulong Capitals;
    public ulong Digits;
    public ulong White;
    public ulong LineEnds;
    public ulong Punctuation;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TextMasks Of(Vector512<byte> v)
    {
        var lineEnds = Are(v, '\n') | Are(v, '\r');
        var white = lineEnds | Are(v, ' ') | Are(v, '\t');
        var latin = AreFrom(v | Vector512.Create((byte)0x20), 'a', 26);
        var digits = AreFrom(v, '0', 10);
        var notAscii = Vector512.GreaterThanOrEqual(v, Vector512.Create((byte)0x80));
        var cyrillic = Are(v & Vector512.Create((byte)0xFC), '\u00D0');
        return new TextMasks
        {
            Continuations = Vector512.LessThan(v.AsSByte(), Vector512.Create((sbyte)-64)).ExtractMostSignificantBits(),
            FourByteLeads = AreFrom(v, '\u00F0', 16).ExtractMostSignificantBits(),
            CyrillicLeads = cyrillic.ExtractMostSignificantBits(),
            Latin = latin.ExtractMostSignificantBits(),
            Capitals = AreFrom(v, 'A', 26).ExtractMostSignificantBits(),
            Digits = digits.ExtractMostSignificantBits(),
            White = white.ExtractMostSignificantBits(),
            LineEnds = lineEnds.ExtractMostSignificantBits(),
            Punctuation = ~(latin | digits | white | notAscii).ExtractMostSignificantBits(),
        };
    }

    public static TextMasks Of(ReadOnlySpan<byte> utf8)
    {
        var masks = default(TextMasks);
        for (var i = 0; i < utf8.Length; i++)
            masks.Set(utf8[i], 1UL << i);
        return masks;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Are(Vector512<byte> v, char value) =>
        Vector512.Equals(v, Vector512.Create((byte)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> AreFrom(Vector512<byte> v, char first, byte count) =>
        Vector512.LessThan(v - Vector512.Create((byte)first), Vector512.Create(count));

    private void Set(byte b, ulong bit)
    {
        switch (b)
        {
            case >= (byte)'a' and <= (byte)'z':
                Latin |= bit;
                break;
            case >= (byte)'A' and <= (byte)'Z':
                Latin |= bit;
                Capitals |= bit;
                break;
            case >= (byte)'0' and <= (byte)'9':
                Digits |= bit;
                break;
            case (byte)'\n' or (byte)'\r':
                White |= bit;
                LineEnds |= bit;
                break;
            case (byte)' ' or (byte)'\t':
                White |= bit;
                break;
            case < 0x80:
                Punctuation |= bit;
                break;
            case < 0xC0:
                Continuations |= bit;
                break;
            case >= 0xD0 and <= 0xD3:
                CyrillicLeads |= bit; // U+0400 to U+04FF
                break;
            case >= 0xF0:
                FourByteLeads |= bit; // Two units of UTF-16.
                break;
        }
    }
}
