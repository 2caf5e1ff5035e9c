using GigaChat.Usage.Estimation;
using GigaChat.Usage.Tokenizers;

namespace GigaChat.Usage.Benchmarks.Estimates;

internal static class WeightDifference
{
    public static double DifferenceTo(this TokenWeights one, TokenWeights other) =>
        Largest(
            [
                one.CyrillicWord,
                one.CyrillicLetter,
                one.LatinWord,
                one.LatinLetter,
                one.Number,
                one.FurtherDigit,
                one.PunctuationRun,
                one.FurtherPunctuation,
                one.Break,
                one.Other,
            ],
            [
                other.CyrillicWord,
                other.CyrillicLetter,
                other.LatinWord,
                other.LatinLetter,
                other.Number,
                other.FurtherDigit,
                other.PunctuationRun,
                other.FurtherPunctuation,
                other.Break,
                other.Other,
            ]
        );

    public static double DifferenceTo(this VocabularyWeights one, VocabularyWeights other) =>
        Largest(
            [one.Cyrillic, one.Latin, one.Other, one.Number, one.FurtherDigit],
            [other.Cyrillic, other.Latin, other.Other, other.Number, other.FurtherDigit]
        );

    private static double Largest(double[] one, double[] other) =>
        one.Zip(other, static (a, b) => Math.Abs(a - b)).Max();
}
