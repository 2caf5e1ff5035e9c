namespace GigaChat.Usage;

/// <summary>The packages of one family together.</summary>
public sealed record TokenPackageFamilyStatus
{
    /// <summary>The family.</summary>
    public required string Family { get; init; }

    /// <summary>The packages in the order they burn: earliest expiry first.</summary>
    public required IReadOnlyList<TokenPackageStatus> Packages { get; init; }

    /// <summary>The tokens that can be used now.</summary>
    public required long RemainingTokens { get; init; }

    /// <summary>The tokens of the family used since the first package while no package had any left: paid for
    /// otherwise, or refused by the provider.</summary>
    public required long UncoveredTokens { get; init; }

    /// <summary>How the pace ahead was forecast.</summary>
    public required ForecastMethod Method { get; init; }

    /// <summary>The first day, in the report's time zone, whose use the packages no longer cover at the expected pace;
    /// null when they last for the year ahead.</summary>
    public required DateOnly? RunsOutOn { get; init; }

    /// <summary>The same at the upper end of the forecast's 80 percent band; that of <see cref="RunsOutOn"/> when there
    /// is no band.</summary>
    public required DateOnly? RunsOutEarliest { get; init; }

    /// <summary>The same at the lower end.</summary>
    public required DateOnly? RunsOutLatest { get; init; }
}
