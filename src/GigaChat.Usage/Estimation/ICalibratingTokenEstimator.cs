namespace GigaChat.Usage;

/// <summary>An estimator that learns from calls whose tokens the API reported.</summary>
public interface ICalibratingTokenEstimator : ITokenEstimator
{
    /// <summary>Learns from one text; must be safe for concurrent use, and runs on the caller's path.</summary>
    /// <param name="text">What the text was made of.</param>
    /// <param name="kind">What it was for.</param>
    /// <param name="model">
    /// The model's name, with its build after a colon where it was reported; null when unknown.
    /// </param>
    /// <param name="tokens">The tokens reported for it, those of the template, the end and the cache included.</param>
    void Learn(in TextMeasure text, TokenKind kind, string? model, long tokens);
}
