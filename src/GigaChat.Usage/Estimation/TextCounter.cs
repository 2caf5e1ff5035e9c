using System.Numerics;
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

    /// <summary>Counts one UTF-16 unit, as a JSON escape specifies it.</summary>
    public void Add(char character)
    {
        if (char.IsAscii(character))
        {
            AddAscii(character);
            return;
        }

        if (char.IsSurrogate(character))
        {
            // Half of a character beyond U+FFFF, which belongs to no class that forms runs.
            Characters++;
            _runs = default;
            return;
        }

        Span<byte> utf8 = stackalloc byte[4];
        AddBlock(utf8[..new Rune(character).EncodeToUtf8(utf8)]);
    }

    public void AddUtf8(ReadOnlySpan<byte> utf8)
    {
        if (Vector128.IsHardwareAccelerated)
        {
            // On a machine without 512-bit vectors, halves or quarters are used.
            for (; utf8.Length >= BlockLength; utf8 = utf8[BlockLength..])
                Add(BlockLength, TextMasks.Of(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(utf8))));
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

    /// <summary>
    /// Does the same as <see cref="Add(int, in TextMasks)"/>, for the escapes of line ends and quotes, which are
    /// frequent in JSON.
    /// </summary>
    private void AddAscii(char character)
    {
        var before = _runs;
        _runs = new TextRuns
        {
            CyrillicLeads = (byte)(before.CyrillicLeads >> 1),
            Latin = (byte)(before.Latin >> 1),
            Small = (byte)(before.Small >> 1),
            Digits = (byte)(before.Digits >> 1),
            White = (byte)(before.White >> 1),
            LineEnds = (byte)(before.LineEnds >> 1),
            Punctuation = (byte)(before.Punctuation >> 1),
        };
        Characters++;
        var isSecondOfBreak = before is { White: 2, LineEnds: < 2 };
        if (char.IsAsciiLetter(character))
        {
            var isCapital = char.IsAsciiLetterUpper(character);
            Latin++;
            LatinWords += before.Latin < 2 || (isCapital && before.Small >= 2) ? 1 : 0;
            _runs.Latin |= 2;
            _runs.Small |= (byte)(isCapital ? 0 : 2);
        }
        else if (char.IsAsciiDigit(character))
        {
            Digits++;
            Numbers += before.Digits < 2 ? 1 : 0;
            Breaks += isSecondOfBreak ? 1 : 0;
            _runs.Digits |= 2;
        }
        else if (character is ' ' or '\t' or '\n' or '\r')
        {
            var isLineEnd = character is '\n' or '\r';
            WhiteSpace++;
            Breaks += isSecondOfBreak || (isLineEnd && before.White < 2) ? 1 : 0;
            _runs.White |= 2;
            _runs.LineEnds |= (byte)(isLineEnd ? 2 : 0);
        }
        else
        {
            Punctuation++;
            PunctuationRuns += before.Punctuation < 2 ? 1 : 0;
            _runs.Punctuation |= 2;
        }
    }

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
        Add(utf8.Length, TextMasks.Of(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(block))));
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
