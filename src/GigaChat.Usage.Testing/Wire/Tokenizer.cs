namespace GigaChat.Usage.Testing;

/// <summary>
/// Counts tokens similarly to GigaChat's tokenizer on average: a word has a token per six letters begun, every digit
/// and every sign is one.
/// </summary>
internal static class Tokenizer
{
    public const int ChatTemplate = 12;
    public const int FurtherMessage = 5;
    public const int CompletionEnd = 1;
    public const int EmbeddingTemplate = 5;
    public const int AttachedFile = 1_000;
    private const int LettersPerToken = 6;

    public static long Count(ReadOnlySpan<char> text)
    {
        long tokens = 0;
        var letters = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (System.Text.Rune.IsLetter(rune))
            {
                if (letters++ % LettersPerToken == 0)
                    tokens++;
                continue;
            }

            letters = 0;
            if (!System.Text.Rune.IsWhiteSpace(rune))
                tokens++;
        }

        return tokens;
    }

    /// <summary>Gets the start of a text with at most a number of tokens.</summary>
    public static string Cut(string text, long tokens)
    {
        var end = text.Length;
        while (end > 0 && (Count(text.AsSpan(0, end)) > tokens || char.IsHighSurrogate(text[end - 1])))
            end--;
        return text[..end];
    }
}
