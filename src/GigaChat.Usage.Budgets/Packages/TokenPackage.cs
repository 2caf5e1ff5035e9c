using GigaChat.Usage.Configuration;
using Microsoft.Extensions.Options;

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

    /// <summary>The price of a million tokens of the package when all of it is used, in rubles; 0 for a package
    /// without tokens, which is not valid.</summary>
    public decimal RublesPerMillionTokens => Tokens == 0 ? 0m : Rubles * 1_000_000m / Tokens;

    /// <summary>Validates the package.</summary>
    /// <exception cref="OptionsValidationException">The family is empty, tokens or rubles are out of range, the price of
    /// a million is outside the range of price books, or the package expires before it is bought; the message names
    /// every problem.</exception>
    public void Validate() => SettingProblems.ThrowIfAny(typeof(TokenPackage), [.. Problems()]);

    private IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Family))
            yield return $"A package must have a {nameof(Family)}.";
        if (Tokens is < 1 or > UsageRecordLimits.Tokens)
            yield return $"A package of {Family} has {Tokens} tokens; it must have 1 to {UsageRecordLimits.Tokens} tokens.";
        if (Rubles < 0)
            yield return $"A package of {Family} costs {Rubles} rubles; it must cost 0 or more.";
        if (
            Tokens > 0
            && Rubles >= 0
            && RublesPerMillionTokens
                is not 0m
                    and (< ModelPrice.MinRublesPerMillionTokens or > ModelPrice.MaxRublesPerMillionTokens)
        )
            yield return $"{Tokens} tokens of {Family} for {Rubles} rubles are {RublesPerMillionTokens} rubles for a "
                + $"million, which must be 0 or {ModelPrice.MinRublesPerMillionTokens} to "
                + $"{ModelPrice.MaxRublesPerMillionTokens}.";
        if (ExpiresAt <= BoughtAt)
            yield return $"A package of {Family} expires ({ExpiresAt:O}) before it is bought ({BoughtAt:O}).";
    }
}
