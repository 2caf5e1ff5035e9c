using GigaChat.Usage.Estimation;

namespace GigaChat.Usage.Tokenizers;

/// <summary>GigaChat's tokens for each token of the public vocabulary, by generation of models.</summary>
internal readonly record struct VocabularyWeights
{
    public double Cyrillic { get; init; }

    public double Latin { get; init; }

    public double Other { get; init; }

    public double Number { get; init; }

    public double FurtherDigit { get; init; }

    public double Of(in VocabularyCounts counts) =>
        (Cyrillic * counts.Cyrillic)
        + (Latin * counts.Latin)
        + (Other * counts.Other)
        + (Number * counts.Numbers)
        + (FurtherDigit * counts.FurtherDigits);

    /// <summary>Gets the weights that <c>benchmarks -- estimate</c> fits and prints.</summary>
    public static VocabularyWeights For(ModelGeneration generation) =>
        generation switch
        {
            ModelGeneration.First => Common with { Cyrillic = 1.009 },
            ModelGeneration.Second => Common with { FurtherDigit = 0.323 },
            _ => Common,
        };

    private static VocabularyWeights Common { get; } =
        new()
        {
            Cyrillic = 0.765,
            Latin = 1.078,
            Other = 1.159,
            Number = 0.976,
            FurtherDigit = 0.918,
        };
}
