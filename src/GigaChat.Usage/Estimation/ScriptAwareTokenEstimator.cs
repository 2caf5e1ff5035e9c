using GigaChat.Usage.Estimation;

namespace GigaChat.Usage;

/// <summary>
/// Estimates by the composition of a text: words and letters by script, digits, punctuation, line ends, plus the tokens
/// that GigaChat adds around a text.
/// </summary>
/// <remarks>
/// The weights are a regularized fit to counts that GigaChat reported for real prompts and responses; the fit and its
/// cross-validated error are in <c>benchmarks/results</c>. Tokenizers differ by generation of models, which is derived
/// from the build if it is known, and from the name otherwise; <see cref="CalibratingTokenEstimator"/> learns the
/// remaining differences.
/// </remarks>
public sealed class ScriptAwareTokenEstimator : ITokenEstimator
{
    // The chat template of GigaChat takes 12 tokens around a single user message; each further message has a role and
    // two separators.
    internal const int ChatTemplate = 12;
    internal const int FurtherMessage = 3;
    internal const int EndOfResponse = 1;
    internal const int EmbeddingInput = 5;

    /// <inheritdoc />
    /// <remarks>The estimate without text and parts is 0.</remarks>
    public long Estimate(in TextMeasure text, TokenKind kind, string? model)
    {
        var parts = Math.Max(text.Parts, text.Characters > 0 ? 1 : 0);
        if (parts == 0)
            return 0;

        var content =
            text.Characters == 0
                ? 0
                : Math.Max(1, (long)Math.Round(WeightsOf(ModelBuild.GenerationOf(model)).Of(text)));
        return kind switch
        {
            TokenKind.Prompt => content + TemplateOf(parts),
            TokenKind.EmbeddingInput => content + (EmbeddingInput * (long)parts),
            _ => content == 0 ? 0 : content + EndOfResponse,
        };
    }

    /// <summary>The tokens that a chat's template takes beside the texts of its messages.</summary>
    internal static long TemplateOf(int messages) => ChatTemplate + (FurtherMessage * (messages - 1L));

    /// <summary>Gets the weights that <c>benchmarks -- estimate</c> fits and prints.</summary>
    internal static TokenWeights WeightsOf(ModelGeneration generation) =>
        generation switch
        {
            ModelGeneration.First => Common with { CyrillicLetter = 0.156 },
            ModelGeneration.Second => Common with { FurtherDigit = 0.327 },
            _ => Common,
        };

    private static TokenWeights Common { get; } =
        new()
        {
            CyrillicWord = 0.631,
            CyrillicLetter = 0.094,
            LatinWord = 0.816,
            LatinLetter = 0.053,
            Number = 0.981,
            FurtherDigit = 0.91,
            PunctuationRun = 1.095,
            FurtherPunctuation = 0.489,
            Break = 1.049,
            Other = 1.347,
        };
}
