using GigaChat.Usage.Estimation;
using Microsoft.ML.Tokenizers;

namespace GigaChat.Usage.Tokenizers;

/// <summary>
/// Estimates GigaChat's tokens by a public vocabulary that splits texts similarly, with weights for the differences.
/// </summary>
/// <remarks>
/// Half of the estimate is the vocabulary's and half is <see cref="ScriptAwareTokenEstimator"/>'s: their errors have
/// different causes, and their mean has a smaller error than either. The weights are fitted like the estimator's, by
/// <c>benchmarks -- estimate</c>.
/// </remarks>
internal static class PublicVocabulary
{
    private const int EndOfResponse = 1;

    private static readonly Lazy<TiktokenTokenizer> Vocabulary = new(static () =>
        TiktokenTokenizer.CreateForEncoding("o200k_base")
    );
    private static readonly ScriptAwareTokenEstimator ByMakeUp = new();

    /// <summary>Estimates the tokens of a text alone; 0 for an empty one.</summary>
    public static long Estimate(string text, string? model)
    {
        if (text.Length == 0)
            return 0;
        var measure = TextMeasure.Of(text);
        var byMakeUp = ByMakeUp.Estimate(measure, TokenKind.Completion, model) - EndOfResponse;
        var byVocabulary = VocabularyWeights.For(ModelBuild.GenerationOf(model)).Of(Count(text, measure));
        return Math.Max(1, (long)Math.Round((byMakeUp + byVocabulary) / 2));
    }

    /// <summary>Counts the vocabulary's tokens.</summary>
    public static int Raw(string text) => Vocabulary.Value.CountTokens(text);

    /// <summary>Counts the vocabulary's tokens by script.</summary>
    public static VocabularyCounts Count(string text, in TextMeasure measure)
    {
        int cyrillic = 0,
            latin = 0,
            other = 0;
        var tokens = Vocabulary.Value.EncodeToTokens(
            text,
            out _,
            considerPreTokenization: true,
            considerNormalization: false
        );
        foreach (var token in tokens)
        {
            var value = token.Value.AsSpan();
            if (value.ContainsAnyInRange('\u0400', '\u04FF'))
                cyrillic++;
            else if (value.ContainsAnyInRange('a', 'z') || value.ContainsAnyInRange('A', 'Z'))
                latin++;
            else if (!value.ContainsAnyInRange('0', '9'))
                other++;
        }

        return new VocabularyCounts(cyrillic, latin, other, measure.Numbers, measure.Digits - measure.Numbers);
    }
}
