using GigaChat.Usage.Estimation;
using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Tokenizers;

namespace GigaChat.Usage.Benchmarks.Estimates;

/// <summary>
/// The public vocabulary as a fit: its counts by script, what is expected of their weights, and the weights of a fit.
/// </summary>
internal static class VocabularyModel
{
    private static readonly (string Name, double Expected, double Spread)[] Weights =
    [
        ("Cyrillic token", 1, 0.1),
        ("Latin token", 1, 0.1),
        ("other token", 1, 0.15),
        ("number", 1, 0.05),
        ("further digit", 1, 0.1),
        ("Cyrillic token of the first generation, more", 0, 0.15),
        ("Cyrillic token of later generations, more", 0, 0.15),
        ("further digit of the second generation, more", 0, 0.4),
    ];

    public static RidgeFit NewFit() =>
        new([.. Weights.Select(static w => w.Expected)], [.. Weights.Select(static w => w.Spread)]);

    public static IEnumerable<string> Names => Weights.Select(static w => w.Name);

    public static double[] FeaturesOf(TokenExample example)
    {
        var counts = PublicVocabulary.Count(example.Text, TextMeasure.Of(example.Text));
        var generation = ModelBuild.GenerationOf(example.Model);
        return
        [
            counts.Cyrillic,
            counts.Latin,
            counts.Other,
            counts.Numbers,
            counts.FurtherDigits,
            generation == ModelGeneration.First ? counts.Cyrillic : 0,
            generation != ModelGeneration.First ? counts.Cyrillic : 0,
            generation == ModelGeneration.Second ? counts.FurtherDigits : 0,
        ];
    }

    /// <summary>The weights of a generation, as the tokenizers package has them.</summary>
    public static VocabularyWeights ToWeights(double[] fit, ModelGeneration generation) =>
        new()
        {
            Cyrillic = fit[0] + (generation == ModelGeneration.First ? fit[5] : fit[6]),
            Latin = fit[1],
            Other = fit[2],
            Number = fit[3],
            FurtherDigit = fit[4] + (generation == ModelGeneration.Second ? fit[7] : 0),
        };
}
