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

    /// <summary>
    /// Gets the masks of 64 bytes. Of two vectors of 256 bits: most machines have these, and on a machine without 512
    /// bits the operations on <see cref="Vector512{T}"/> are calls.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TextMasks Of(Vector256<byte> first, Vector256<byte> second)
    {
        var lineEnds = (First: LineEndsOf(first), Second: LineEndsOf(second));
        var white = (First: lineEnds.First | BlanksOf(first), Second: lineEnds.Second | BlanksOf(second));
        var latin = (First: LettersOf(first), Second: LettersOf(second));
        var digits = (First: AreFrom(first, '0', 10), Second: AreFrom(second, '0', 10));
        return new TextMasks
        {
            Continuations = Bits(AreContinuations(first), AreContinuations(second)),
            FourByteLeads = Bits(AreFrom(first, '\u00F0', 16), AreFrom(second, '\u00F0', 16)),
            CyrillicLeads = Bits(AreCyrillicLeads(first), AreCyrillicLeads(second)),
            Latin = Bits(latin.First, latin.Second),
            Capitals = Bits(AreFrom(first, 'A', 26), AreFrom(second, 'A', 26)),
            Digits = Bits(digits.First, digits.Second),
            White = Bits(white.First, white.Second),
            LineEnds = Bits(lineEnds.First, lineEnds.Second),

            // The highest bit of a byte that is not ASCII is set in the byte itself.
            Punctuation = ~Bits(
                latin.First | digits.First | white.First | first,
                latin.Second | digits.Second | white.Second | second
            ),
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
    private static Vector256<byte> LineEndsOf(Vector256<byte> v) => Are(v, '\n') | Are(v, '\r');

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> BlanksOf(Vector256<byte> v) => Are(v, ' ') | Are(v, '\t');

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> LettersOf(Vector256<byte> v) => AreFrom(v | Vector256.Create((byte)0x20), 'a', 26);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> AreCyrillicLeads(Vector256<byte> v) =>
        Are(v & Vector256.Create((byte)0xFC), '\u00D0');

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> AreContinuations(Vector256<byte> v) =>
        Vector256.LessThan(v.AsSByte(), Vector256.Create((sbyte)-64)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Are(Vector256<byte> v, char value) =>
        Vector256.Equals(v, Vector256.Create((byte)value));

    // As a difference that does not exceed the last of the range: AVX2 has a minimum of unsigned bytes, and no comparison.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> AreFrom(Vector256<byte> v, char first, byte count)
    {
        var difference = v - Vector256.Create((byte)first);
        return Vector256.Equals(Vector256.Min(difference, Vector256.Create((byte)(count - 1))), difference);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> first, Vector256<byte> second) =>
        first.ExtractMostSignificantBits() | ((ulong)second.ExtractMostSignificantBits() << 32);

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
