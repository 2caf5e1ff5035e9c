namespace GigaChat.Usage;

/// <summary>The use of a package, and the forecast for the rest.</summary>
public sealed class TokenPackageStatus
{
    internal TokenPackageStatus() { }

    /// <summary>The package.</summary>
    public required TokenPackage Package { get; init; }

    /// <summary>The number of its tokens that were used.</summary>
    public required long UsedTokens { get; init; }

    /// <summary>The tokens that can still be used; 0 when it has expired or is not yet usable.</summary>
    public required long RemainingTokens { get; init; }

    /// <summary>The tokens that have expired unused.</summary>
    public required long ExpiredTokens { get; init; }

    /// <summary>
    /// The tokens that will expire unused at the forecast's pace, without those that have already expired; 0 when the
    /// package does not expire.
    /// </summary>
    public required long WillExpireUnusedTokens { get; init; }

    /// <summary>
    /// The price in rubles of a million tokens of those that will have been used by the end at the forecast's pace: the
    /// price of the package, expiring tokens included; null when none will be used.
    /// </summary>
    public required decimal? EffectiveRublesPerMillionTokens { get; init; }
}
