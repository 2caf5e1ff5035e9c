namespace GigaChat.Usage;

/// <summary>The packages of one family together.</summary>
public sealed class TokenPackageFamilyStatus
{
    internal TokenPackageFamilyStatus() { }

    /// <summary>The family.</summary>
    public required string Family { get; init; }

    /// <summary>The packages in the order of their consumption: earliest expiry first.</summary>
    public required IReadOnlyList<TokenPackageStatus> Packages { get; init; }

    /// <summary>The tokens that can be used now.</summary>
    public required long RemainingTokens { get; init; }

    /// <summary>
    /// The tokens of the family that were used since the first package after all packages were used up: paid for
    /// otherwise, or refused by the provider.
    /// </summary>
    public required long UncoveredTokens { get; init; }

    /// <summary>The method of the forecast.</summary>
    public required ForecastMethod Method { get; init; }

    /// <summary>
    /// The run-out date: the first day, in the report time zone, that the packages do not cover at the expected pace;
    /// null when they last for the year ahead.
    /// </summary>
    public required DateOnly? RunsOutOn { get; init; }

    /// <summary>
    /// The run-out date at the upper end of the forecast's 80 percent interval; that of <see cref="RunsOutOn"/> when
    /// there is no interval.
    /// </summary>
    public required DateOnly? RunsOutEarliest { get; init; }

    /// <summary>The run-out date at the lower end of the interval.</summary>
    public required DateOnly? RunsOutLatest { get; init; }
}
