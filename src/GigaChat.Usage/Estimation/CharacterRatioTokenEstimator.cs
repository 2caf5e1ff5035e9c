namespace GigaChat.Usage;

/// <summary>
/// Estimates by a fixed number of characters a token. Simple; the error on prose is up to a factor of two.
/// </summary>
public sealed class CharacterRatioTokenEstimator : ITokenEstimator
{
    /// <summary>Initializes a new instance of the <see cref="CharacterRatioTokenEstimator"/> class.</summary>
    /// <param name="charactersPerToken">The number of characters a token, above 0 and at most 100; 2.5 by default, as
    /// in the reference system.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is out of its range.</exception>
    public CharacterRatioTokenEstimator(double charactersPerToken = 2.5)
    {
        if (!(charactersPerToken > 0 && charactersPerToken <= 100))
            throw new ArgumentOutOfRangeException(
                nameof(charactersPerToken),
                charactersPerToken,
                "The number of characters a token must be above 0 and at most 100."
            );
        CharactersPerToken = charactersPerToken;
    }

    /// <summary>The number of characters a token.</summary>
    public double CharactersPerToken { get; }

    /// <inheritdoc />
    public long Estimate(in TextMeasure text, TokenKind kind, string? model) =>
        (long)Math.Ceiling(text.Characters / CharactersPerToken);
}
