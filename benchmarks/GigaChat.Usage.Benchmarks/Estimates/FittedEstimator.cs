using GigaChat.Usage.Estimation;

namespace GigaChat.Usage.Benchmarks.Estimates;

/// <summary>
/// The default estimator with the weights of a fit in place of those that ship; it knows completions only.
/// </summary>
internal sealed class FittedEstimator(double[] fit) : ITokenEstimator
{
    public long Estimate(in TextMeasure text, TokenKind kind, string? model) =>
        (long)Math.Round(WordModel.ToWeights(fit, ModelBuild.GenerationOf(model)).Of(text))
        + ScriptAwareTokenEstimator.EndOfResponse;
}
