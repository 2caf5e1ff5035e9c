using GigaChat.Usage.Estimation;
using GigaChat.Usage.Tokenizers;

namespace GigaChat.Usage.Benchmarks.Estimates;

/// <summary>
/// What each way of estimating makes of each example, as a share of the tokens reported; 0.1 is 10 % too many.
/// </summary>
public sealed class EstimateErrors
{
    /// <summary>The names of the ways, in the order of a table's columns.</summary>
    public static readonly IReadOnlyList<string> Ways =
    [
        "default",
        "default, left out by build",
        "default, calibrated",
        "vocabulary",
        "vocabulary, left out by build",
        "o200k × constant",
        "characters a token",
        "2.5 characters",
    ];

    private readonly Dictionary<string, double[]> _errors = new(StringComparer.Ordinal);

    private EstimateErrors(IReadOnlyList<TokenExample> examples)
    {
        Examples = examples;
        var words = Predict(WordModel.NewFit(), WordModel.FeaturesOf, static example => example.Group);
        var wordsByBuild = Predict(WordModel.NewFit(), WordModel.FeaturesOf, static example => example.Build);
        var vocabulary = Predict(VocabularyModel.NewFit(), VocabularyModel.FeaturesOf, static example => example.Group);
        var vocabularyByBuild = Predict(VocabularyModel.NewFit(), VocabularyModel.FeaturesOf, static example =>
            example.Build
        );
        Add(Ways[0], words);
        Add(Ways[1], wordsByBuild);
        Add(Ways[2], Calibrated());
        Add(Ways[3], [.. words.Zip(vocabulary, static (one, other) => (one + other) / 2)]);
        Add(Ways[4], [.. wordsByBuild.Zip(vocabularyByBuild, static (one, other) => (one + other) / 2)]);
        Add(Ways[5], Scaled(static example => PublicVocabulary.Raw(example.Text)));
        Add(Ways[6], Scaled(static example => example.Text.Length));
        Add(Ways[7], [.. examples.Select(static example => Math.Ceiling(example.Text.Length / 2.5))]);
    }

    /// <summary>The examples.</summary>
    public IReadOnlyList<TokenExample> Examples { get; }

    /// <summary>Estimates every example of the tests' file.</summary>
    public static EstimateErrors Measure() => new(TokenExample.Load());

    /// <summary>The largest difference between a weight that ships and the fit to all examples.</summary>
    public double ShippedDifference
    {
        get
        {
            var words = CrossValidation.FitAll(Examples, WordModel.NewFit(), WordModel.FeaturesOf);
            var vocabulary = CrossValidation.FitAll(Examples, VocabularyModel.NewFit(), VocabularyModel.FeaturesOf);
            return Enum.GetValues<ModelGeneration>()
                .Max(generation =>
                    Math.Max(
                        WordModel
                            .ToWeights(words, generation)
                            .DifferenceTo(ScriptAwareTokenEstimator.WeightsOf(generation)),
                        VocabularyModel
                            .ToWeights(vocabulary, generation)
                            .DifferenceTo(VocabularyWeights.For(generation))
                    )
                );
        }
    }

    /// <summary>The mean absolute error and the mean error of a way over examples that errors are counted of.</summary>
    /// <param name="way">One of <see cref="Ways"/>.</param>
    /// <param name="which">Which of them.</param>
    public (double Error, double Bias, int Count) Of(string way, Func<TokenExample, bool>? which = null)
    {
        var chosen = Examples
            .Zip(_errors[way])
            .Where(pair => pair.First.IsMeasured && which?.Invoke(pair.First) != false)
            .Select(static pair => pair.Second)
            .ToList();
        return chosen.Count == 0 ? default : (chosen.Average(Math.Abs), chosen.Average(), chosen.Count);
    }

    /// <summary>The error of a way on one example.</summary>
    /// <param name="way">One of <see cref="Ways"/>.</param>
    /// <param name="index">Which example.</param>
    public double At(string way, int index) => _errors[way][index];

    private void Add(string way, IReadOnlyList<double> estimates) =>
        _errors[way] = [
            .. Examples.Zip(estimates, static (example, estimate) => (estimate / example.ContentTokens) - 1),
        ];

    private IReadOnlyList<double> Predict(
        RidgeFit fit,
        Func<TokenExample, double[]> features,
        Func<TokenExample, string> key
    ) => CrossValidation.Run(Examples, fit, features, key);

    /// <summary>
    /// What the estimator makes of an example when it has learned from the responses of other groups of the same model.
    /// </summary>
    private List<double> Calibrated() =>
        [
            .. Examples.Select(example =>
            {
                var estimator = new CalibratingTokenEstimator(
                    new FittedEstimator(
                        CrossValidation.FitAll(
                            [.. Examples.Where(other => other.Group != example.Group)],
                            WordModel.NewFit(),
                            WordModel.FeaturesOf
                        )
                    )
                );
                foreach (
                    var other in Examples.Where(other =>
                        other.IsMeasured
                        && other.Form != "image"
                        && other.Group != example.Group
                        && NameOf(other) == NameOf(example)
                    )
                )
                    estimator.Learn(TextMeasure.Of(other.Text), TokenKind.Completion, other.Model, other.Tokens);
                return (double)estimator.Estimate(TextMeasure.Of(example.Text), TokenKind.Completion, example.Model)
                    - ScriptAwareTokenEstimator.EndOfResponse;
            }),
        ];

    private static string NameOf(TokenExample example) => ModelBuild.WithoutBuild(example.Model).ToString();

    /// <summary>One constant for everything, fitted to the other groups.</summary>
    private List<double> Scaled(Func<TokenExample, double> size) =>
        [
            .. Examples.Select(example =>
            {
                var others = Examples.Where(other => other.IsMeasured && other.Group != example.Group).ToList();
                return size(example) * others.Average(other => other.ContentTokens / size(other));
            }),
        ];
}
