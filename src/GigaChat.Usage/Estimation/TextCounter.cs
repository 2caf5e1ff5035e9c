using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace GigaChat.Usage.Estimation;

/// <summary>Counts the characters of a text by class, and the runs they form, incrementally.</summary>
/// <remarks>
/// A text may be split anywhere, also within a character: the state that the next chunk needs is two bits a class
/// (<see cref="TextRuns"/>). Nothing else is stored, and nothing is allocated.
/// </remarks>
internal struct TextCounter
{
    private const int BlockLength = 64;

    // Below this length, reading single bytes is cheaper than padding a block.
    private const int ShortestBlock = 8;

    public int Characters;
    public int Cyrillic;
    public int Latin;
    public int Digits;
    public int WhiteSpace;
    public int Punctuation;
    public int CyrillicWords;
    public int LatinWords;
    public int Numbers;
    public int PunctuationRuns;
    public int Breaks;

    private TextRuns _runs;

    /// <summary>Counts texts, each on its own.</summary>
    public static TextCounter Of(IEnumerable<string> texts)
    {
        var counter = default(TextCounter);
        foreach (var text in texts)
        {
            counter.Add(text);
            counter.EndText();
        }

        return counter;
    }

    /// <summary>Counts UTF-16. It is encoded in chunks, so that one set of rules counts both forms of a text.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[BlockLength * 4];
        while (!text.IsEmpty)
        {
            // A lone surrogate becomes U+FFFD, as it does on the wire.
            _ = Utf8.FromUtf16(text, utf8, out var read, out var written);
            AddUtf8(utf8[..written]);
            text = text[read..];
        }
    }

    public void AddUtf8(ReadOnlySpan<byte> utf8)
    {
        if (Vector128.IsHardwareAccelerated)
        {
            for (; utf8.Length >= BlockLength; utf8 = utf8[BlockLength..])
                Add(BlockLength, MasksOf(utf8));
        }

        for (; utf8.Length > BlockLength; utf8 = utf8[BlockLength..])
            AddBlock(utf8[..BlockLength]);
        if (!utf8.IsEmpty)
            AddBlock(utf8);
    }

    public void Add(in TextCounter other)
    {
        Characters += other.Characters;
        Cyrillic += other.Cyrillic;
        Latin += other.Latin;
        Digits += other.Digits;
        WhiteSpace += other.WhiteSpace;
        Punctuation += other.Punctuation;
        CyrillicWords += other.CyrillicWords;
        LatinWords += other.LatinWords;
        Numbers += other.Numbers;
        PunctuationRuns += other.PunctuationRuns;
        Breaks += other.Breaks;
    }

    /// <summary>Gets the counts that were added after an earlier state of this counter.</summary>
    public readonly TextCounter Since(in TextCounter before) =>
        new()
        {
            Characters = Characters - before.Characters,
            Cyrillic = Cyrillic - before.Cyrillic,
            Latin = Latin - before.Latin,
            Digits = Digits - before.Digits,
            WhiteSpace = WhiteSpace - before.WhiteSpace,
            Punctuation = Punctuation - before.Punctuation,
            CyrillicWords = CyrillicWords - before.CyrillicWords,
            LatinWords = LatinWords - before.LatinWords,
            Numbers = Numbers - before.Numbers,
            PunctuationRuns = PunctuationRuns - before.PunctuationRuns,
            Breaks = Breaks - before.Breaks,
        };

    /// <summary>Ends a text: the next added text begins new runs.</summary>
    public void EndText() => _runs = default;

    public readonly TextMeasure ToMeasure(int parts) =>
        new()
        {
            Characters = Characters,
            Cyrillic = Cyrillic,
            Latin = Latin,
            Digits = Digits,
            WhiteSpace = WhiteSpace,
            Punctuation = Punctuation,
            CyrillicWords = CyrillicWords,
            LatinWords = LatinWords,
            Numbers = Numbers,
            PunctuationRuns = PunctuationRuns,
            Breaks = Breaks,
            Parts = parts,
        };

    /// <summary>Adds up to 64 bytes.</summary>
    private void AddBlock(ReadOnlySpan<byte> utf8)
    {
        if (!Vector128.IsHardwareAccelerated || utf8.Length < ShortestBlock)
        {
            Add(utf8.Length, TextMasks.Of(utf8));
            return;
        }

        // The block is padded with zeros; their bits are beyond the length and are not counted.
        Span<byte> block = stackalloc byte[BlockLength];
        block.Clear();
        utf8.CopyTo(block);
        Add(utf8.Length, MasksOf(block));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TextMasks MasksOf(ReadOnlySpan<byte> block)
    {
        ref var start = ref MemoryMarshal.GetReference(block);
        return TextMasks.Of(
            Vector256.LoadUnsafe(ref start),
            Vector256.LoadUnsafe(ref start, (nuint)Vector256<byte>.Count)
        );
    }

    private void Add(int length, in TextMasks masks)
    {
        var valid = length == BlockLength ? ulong.MaxValue : (1UL << length) - 1;
        Characters += length - Count(masks.Continuations & valid) + Count(masks.FourByteLeads & valid);
        Cyrillic += Count(masks.CyrillicLeads & valid);
        Latin += Count(masks.Latin & valid);
        Digits += Count(masks.Digits & valid);
        WhiteSpace += Count(masks.White & valid);
        Punctuation += Count(masks.Punctuation & valid);

        // A Cyrillic letter has two bytes.
        var cyrillic = TextRuns.TwoBack(masks.CyrillicLeads, _runs.CyrillicLeads);
        CyrillicWords += Count(masks.CyrillicLeads & ~cyrillic & valid);

        // A capital letter after a small letter also begins a word: GigaChat, camelCase.
        var latin = TextRuns.OneBack(masks.Latin, _runs.Latin);
        var small = TextRuns.OneBack(masks.Latin & ~masks.Capitals, _runs.Small);
        LatinWords += Count(masks.Latin & (~latin | (masks.Capitals & small)) & valid);
        Numbers += Count(masks.Digits & ~TextRuns.OneBack(masks.Digits, _runs.Digits) & valid);
        PunctuationRuns += Count(masks.Punctuation & ~TextRuns.OneBack(masks.Punctuation, _runs.Punctuation) & valid);

        // White space that is not part of the word after it: a run that begins with a line end; a run of two or more; a
        // single space before a digit.
        var white = TextRuns.OneBack(masks.White, _runs.White);
        var second =
            white & ~TextRuns.TwoBack(masks.White, _runs.White) & ~TextRuns.OneBack(masks.LineEnds, _runs.LineEnds);
        Breaks += Count(((masks.LineEnds & ~white) | ((masks.White | masks.Digits) & second)) & valid);

        _runs.Advance(length, masks);
    }

    private static int Count(ulong mask) => BitOperations.PopCount(mask);
}
