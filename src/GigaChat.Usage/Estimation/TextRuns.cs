namespace GigaChat.Usage.Estimation;

/// <summary>
/// For each class that forms runs, whether the last two bytes of a text belong to it: the last byte in bit 1, the one
/// before it in bit 0.
/// </summary>
internal struct TextRuns
{
    public byte CyrillicLeads;
    public byte Latin;
    public byte Small;
    public byte Digits;
    public byte White;
    public byte LineEnds;
    public byte Punctuation;

    /// <summary>Gets the mask of bytes with a predecessor in a mask.</summary>
    public static ulong OneBack(ulong mask, byte last) => (mask << 1) | (uint)(last >> 1);

    /// <summary>Gets the mask of bytes with a byte two positions before them in a mask.</summary>
    public static ulong TwoBack(ulong mask, byte last) => (mask << 2) | last;

    public void Advance(int length, in TextMasks masks)
    {
        CyrillicLeads = Last(masks.CyrillicLeads, length, CyrillicLeads);
        Latin = Last(masks.Latin, length, Latin);
        Small = Last(masks.Latin & ~masks.Capitals, length, Small);
        Digits = Last(masks.Digits, length, Digits);
        White = Last(masks.White, length, White);
        LineEnds = Last(masks.LineEnds, length, LineEnds);
        Punctuation = Last(masks.Punctuation, length, Punctuation);
    }

    private static byte Last(ulong mask, int length, byte before) =>
        (byte)(length >= 2 ? (mask >> (length - 2)) & 3 : ((mask & 1) << 1) | (uint)(before >> 1));
}
