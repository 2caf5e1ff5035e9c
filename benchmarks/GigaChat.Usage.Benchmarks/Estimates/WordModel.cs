using GigaChat.Usage.Estimation;
using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Benchmarks.Estimates;

/// <summary>
/// The default estimator as a fit: its features, what is expected of their weights, and the weights of a fit.
/// </summary>
/// <remarks>
/// What is expected was measured on OpenAI's public o200k vocabulary with a token for each digit, on 2,180 pieces of
/// Russian and English documentation, prose,
/// code and JSON of 100 to 1,200 characters: the same features miss its counts by 5 % on average. The spreads show how
/// far GigaChat's own vocabularies may be from it.
/// </remarks>
internal static class WordModel
{
    private static readonly (string Name, double Expected, double Spread)[] Weights =
    [
        ("Cyrillic word", 0.65, 0.1),
        ("Cyrillic letter", 0.146, 0.05),
        ("Latin word", 0.85, 0.1),
        ("Latin letter", 0.038, 0.03),
        ("number", 1, 0.05),
        ("further digit", 1, 0.1),
        ("punctuation run", 0.77, 0.15),
        ("further punctuation", 0.22, 0.2),
        ("break", 0.99, 0.1),
        ("other", 1.3, 0.3),
        ("Cyrillic letter of the first generation, more", 0, 0.05),
        ("Cyrillic letter of later generations, more", 0, 0.05),
        ("further digit of the second generation, more", 0, 0.4),
    ];

    public static RidgeFit NewFit() =>
        new([.. Weights.Select(static w => w.Expected)], [.. Weights.Select(static w => w.Spread)]);

    public static IEnumerable<string> Names => Weights.Select(static w => w.Name);

    public static double[] FeaturesOf(TokenExample example)
    {
        var text = TextMeasure.Of(example.Text);
        var generation = ModelBuild.GenerationOf(example.Model);
        var further = text.Digits - text.Numbers;
        return
        [
            text.CyrillicWords,
            text.Cyrillic,
            text.LatinWords,
            text.Latin,
            text.Numbers,
            further,
            text.PunctuationRuns,
            text.Punctuation - text.PunctuationRuns,
            text.Breaks,
            text.Other,
            generation == ModelGeneration.First ? text.Cyrillic : 0,
            generation != ModelGeneration.First ? text.Cyrillic : 0,
            generation == ModelGeneration.Second ? further : 0,
        ];
    }

    /// <summary>The weights of a generation, as the estimator has them.</summary>
    public static TokenWeights ToWeights(double[] fit, ModelGeneration generation) =>
        new()
        {
            CyrillicWord = fit[0],
            CyrillicLetter = fit[1] + (generation == ModelGeneration.First ? fit[10] : fit[11]),
            LatinWord = fit[2],
            LatinLetter = fit[3],
            Number = fit[4],
            FurtherDigit = fit[5] + (generation == ModelGeneration.Second ? fit[12] : 0),
            PunctuationRun = fit[6],
            FurtherPunctuation = fit[7],
            Break = fit[8],
            Other = fit[9],
        };
}
