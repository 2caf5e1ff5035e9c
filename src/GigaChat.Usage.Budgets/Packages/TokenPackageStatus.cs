namespace GigaChat.Usage;

/// <summary>How far a package is used up, and what will become of the rest.</summary>
public sealed record TokenPackageStatus
{
    /// <summary>The package.</summary>
    public required TokenPackage Package { get; init; }

    /// <summary>The tokens used of it.</summary>
    public required long UsedTokens { get; init; }

    /// <summary>The tokens that can still be used; 0 when it has expired or is not yet usable.</summary>
    public required long RemainingTokens { get; init; }

    /// <summary>The tokens that have expired unused.</summary>
    public required long ExpiredTokens { get; init; }

    /// <summary>The tokens that will expire unused at the forecast's pace, beside those that have; 0 when the package
    /// does not expire.</summary>
    public required long WillExpireUnusedTokens { get; init; }

    /// <summary>Rubles for a million tokens of those that are used by the end at the forecast's pace: the price with
    /// what expires thrown in; null when none will be.</summary>
    public required decimal? EffectiveRublesPerMillionTokens { get; init; }
}
