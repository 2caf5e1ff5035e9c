namespace GigaChat.Usage;

/// <summary>A package of prepaid tokens.</summary>
public sealed record TokenPackage
{
    /// <summary>
    /// The family of the tokens, named as in the price book: <c>GigaChat-Pro</c>, <c>Embeddings</c>. The name of any
    /// model of the family is accepted too.
    /// </summary>
    public required string Family { get; init; }

    /// <summary>The number of tokens, 1 or more.</summary>
    public required long Tokens { get; init; }

    /// <summary>The price of the package in rubles, VAT included; 0 for a grant.</summary>
    public required decimal Rubles { get; init; }

    /// <summary>The first moment when the tokens can be used.</summary>
    public required DateTimeOffset BoughtAt { get; init; }

    /// <summary>The first moment when they can no longer be used; null when they do not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The price of a million tokens of the package when all of it is used, in rubles.</summary>
    public decimal RublesPerMillionTokens => Rubles * 1_000_000m / Tokens;

    /// <summary>Validates the package.</summary>
    /// <exception cref="ArgumentException">The family is empty, or the package expires before it is bought.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Tokens or rubles are out of range, or the price of a million is
    /// outside the range of price books.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Family);
        if (Tokens is < 1 or > UsageRecordLimits.Tokens)
            throw new ArgumentOutOfRangeException(
                nameof(Tokens),
                Tokens,
                $"A package of {Family} must have 1 to {UsageRecordLimits.Tokens} tokens."
            );
        ArgumentOutOfRangeException.ThrowIfNegative(Rubles);
        if (
            RublesPerMillionTokens
            is not 0m
                and (< ModelPrice.MinRublesPerMillionTokens or > ModelPrice.MaxRublesPerMillionTokens)
        )
        {
            throw new ArgumentOutOfRangeException(
                nameof(Rubles),
                Rubles,
                $"{Tokens} tokens of {Family} for {Rubles} rubles are {RublesPerMillionTokens} rubles for a million, which must be 0 or {ModelPrice.MinRublesPerMillionTokens} to {ModelPrice.MaxRublesPerMillionTokens}."
            );
        }

        if (ExpiresAt <= BoughtAt)
            throw new ArgumentException(
                $"A package of {Family} expires ({ExpiresAt:O}) before it is bought ({BoughtAt:O}).",
                nameof(ExpiresAt)
            );
    }
}
