namespace GigaChat.Usage;

/// <summary>An estimator that learns from calls with tokens that the API reported.</summary>
public interface ICalibratingTokenEstimator : ITokenEstimator
{
    /// <summary>
    /// Determines whether the estimator learns from the next text. Called before a text is measured, because measuring
    /// takes longer than the rest of a call: an estimator that has learned enough of a model can take a sample.
    /// </summary>
    /// <param name="kind">The kind of the text.</param>
    /// <param name="model">The name of the model, as for <see cref="Learn"/>.</param>
    /// <returns><c>true</c>, the default, if the text is to be measured and passed to <see cref="Learn"/>; otherwise,
    /// <c>false</c>.</returns>
    bool IsDue(TokenKind kind, string? model) => true;

    /// <summary>Learns from one text; must be safe for concurrent use, and runs on the path of the caller.</summary>
    /// <param name="text">The composition of the text.</param>
    /// <param name="kind">The kind of the text.</param>
    /// <param name="model">The name of the model, followed by a colon and its build if it was reported; <c>null</c> if
    /// unknown.</param>
    /// <param name="tokens">The number of tokens reported for the text, including those of the template, the end and
    /// the cache.</param>
    void Learn(in TextMeasure text, TokenKind kind, string? model, long tokens);
}
