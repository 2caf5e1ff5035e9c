namespace GigaChat.Usage;

/// <summary>Estimates by a fixed number of characters a token. Simple, and off by up to twice on prose.</summary>
public sealed class CharacterRatioTokenEstimator : ITokenEstimator
{
    /// <summary>Makes the estimator.</summary>
    /// <param name="charactersPerToken">Characters a token, above 0 and at most 100; the reference system's 2.5 by
    /// default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is out of its range.</exception>
    public CharacterRatioTokenEstimator(double charactersPerToken = 2.5)
    {
        if (!(charactersPerToken > 0 && charactersPerToken <= 100))
            throw new ArgumentOutOfRangeException(
                nameof(charactersPerToken),
                charactersPerToken,
                "Characters a token lie above 0 and at 100 at most."
            );
        CharactersPerToken = charactersPerToken;
    }

    /// <summary>Characters a token.</summary>
    public double CharactersPerToken { get; }

    /// <inheritdoc />
    public long Estimate(in TextMeasure text, TokenKind kind, string? model) =>
        (long)Math.Ceiling(text.Characters / CharactersPerToken);
}
