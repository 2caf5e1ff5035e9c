namespace GigaChat.Usage;

/// <summary>Estimates by what a text is made of: script, digits, punctuation and white space, plus the tokens that GigaChat adds around a text.</summary>
/// <remarks>
/// The weights are a robust fit to counts that GigaChat reported for real prompts and answers. What is left of the error stems mostly from the
/// models' generations, whose tokenizers differ: Russian prose takes a token for 3.4 to 3.8 characters in older builds and for 4.6 to 4.9 in those
/// of 2026. A model's name tells its generation only by and large; <see cref="CalibratingTokenEstimator"/> learns the rest.
/// </remarks>
public sealed class ScriptAwareTokenEstimator : ITokenEstimator
{
    // Hundredths of a token a character. A digit is always a token. White space mostly joins the word that follows, but indentation and the
    // space before a digit or a sign do not: hence 25, and a little more than a token for a sign.
    private const long Cyrillic = 21;
    private const long CyrillicOfNewBuilds = 19;
    private const long CyrillicOfOldBuilds = 22;
    private const long Latin = 22;
    private const long Digit = 100;
    private const long WhiteSpace = 25;
    private const long Punctuation = 105;
    private const long Other = 100;

    // GigaChat's chat template takes 12 tokens around a lone user message; each further message has a role and two separators.
    private const long ChatTemplate = 12;
    private const long FurtherMessage = 3;
    private const long EndOfAnswer = 1;
    private const long EmbeddingInput = 5;

    /// <inheritdoc />
    /// <remarks>Nothing at all, neither text nor parts, is estimated at 0.</remarks>
    public long Estimate(in TextMeasure text, TokenKind kind, string? model)
    {
        var parts = Math.Max(text.Parts, text.Characters > 0 ? 1 : 0);
        if (parts == 0)
            return 0;

        var content = Content(text, CyrillicOf(model));
        return kind switch
        {
            TokenKind.Prompt => content + ChatTemplate + (FurtherMessage * (parts - 1)),
            TokenKind.EmbeddingInput => content + (EmbeddingInput * parts),
            _ => content == 0 ? 0 : content + EndOfAnswer,
        };
    }

    private static long Content(in TextMeasure text, long cyrillic)
    {
        if (text.Characters == 0)
            return 0;
        var hundredths = (cyrillic * text.Cyrillic) + (Latin * text.Latin) + (Digit * text.Digits)
            + (WhiteSpace * text.WhiteSpace) + (Punctuation * text.Punctuation) + (Other * text.Other);
        return Math.Max(1, (hundredths + 50) / 100);
    }

    /// <summary>Names with a generation, and the plain one, mean the newer builds; <c>GigaChat-Pro</c>, <c>-Max</c> and <c>-Plus</c> mostly stand for older ones.</summary>
    private static long CyrillicOf(string? model) =>
        model is null || !model.StartsWith("GigaChat", StringComparison.OrdinalIgnoreCase) ? Cyrillic
        : model.Length == 8 || (model.Length > 9 && char.IsAsciiDigit(model[9])) || model.StartsWith("GigaChat-Lite", StringComparison.OrdinalIgnoreCase) ? CyrillicOfNewBuilds
        : CyrillicOfOldBuilds;
}
