using GigaChat.Usage.Storage;

namespace GigaChat.Usage.Benchmarks.Estimates;

/// <summary>Estimates of each example by fits to examples that do not resemble it.</summary>
internal static class CrossValidation
{
    /// <summary>Estimates each example by a fit to those with another key.</summary>
    /// <param name="examples">All examples.</param>
    /// <param name="fit">How to fit.</param>
    /// <param name="features">The features of an example.</param>
    /// <param name="key">The key that related examples share.</param>
    public static IReadOnlyList<double> Run(
        IReadOnlyList<TokenExample> examples,
        RidgeFit fit,
        Func<TokenExample, double[]> features,
        Func<TokenExample, string> key
    )
    {
        var rows = examples
            .Select(example => (Features: features(example), Tokens: (double)example.ContentTokens))
            .ToList();
        var fits = new Dictionary<string, double[]>(StringComparer.Ordinal);
        return
        [
            .. examples.Select(
                (example, i) =>
                {
                    var left = key(example);
                    if (!fits.TryGetValue(left, out var coefficients))
                        fits[left] = coefficients = fit.Fit([
                            .. rows.Where((_, k) => key(examples[k]) != left && IsFitted(examples[k])),
                        ]);
                    return RidgeFit.Product(rows[i].Features, coefficients);
                }
            ),
        ];
    }

    /// <summary>The coefficients of a fit to all examples: those that ship.</summary>
    public static double[] FitAll(
        IReadOnlyList<TokenExample> examples,
        RidgeFit fit,
        Func<TokenExample, double[]> features
    ) => fit.Fit([.. examples.Where(IsFitted).Select(example => (features(example), (double)example.ContentTokens))]);

    /// <summary>A call has a frame around its text, and the models of embeddings a vocabulary of their own.</summary>
    private static bool IsFitted(TokenExample example) => example.Form != "call" && example.Kind != "EmbeddingInput";
}
