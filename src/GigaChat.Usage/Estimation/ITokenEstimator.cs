namespace GigaChat.Usage;

/// <summary>Estimates tokens where the API reports none. It is given what a text is made of, never the text.</summary>
/// <remarks>Must be safe for concurrent use; runs on the caller's path.</remarks>
public interface ITokenEstimator
{
    /// <summary>The estimate, zero or more tokens.</summary>
    /// <param name="text">What the text is made of.</param>
    /// <param name="kind">What the text is for.</param>
    /// <param name="model">
    /// The model's name, with its build after a colon where a response reported it: <c>GigaChat:2.0.28.2</c>; null when
    /// unknown.
    /// </param>
    long Estimate(in TextMeasure text, TokenKind kind, string? model);
}
