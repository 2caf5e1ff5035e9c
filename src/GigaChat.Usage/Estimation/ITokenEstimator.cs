namespace GigaChat.Usage;

/// <summary>
/// Estimates tokens where the API reports none. It receives the composition of a text, never the text.
/// </summary>
/// <remarks>Must be safe for concurrent use; runs on the path of the caller.</remarks>
public interface ITokenEstimator
{
    /// <summary>Estimates the number of tokens of a text.</summary>
    /// <param name="text">The composition of the text.</param>
    /// <param name="kind">The kind of the text.</param>
    /// <param name="model">The name of the model, followed by a colon and its build if a response reported it:
    /// <c>GigaChat:2.0.28.2</c>; <c>null</c> if unknown.</param>
    /// <returns>The number of tokens, 0 or more.</returns>
    long Estimate(in TextMeasure text, TokenKind kind, string? model);
}
