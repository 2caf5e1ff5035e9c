namespace GigaChat.Usage;

/// <summary>The provider's balance held against our records between two snapshots.</summary>
public sealed record BalanceReconciliation
{
    /// <summary>When the first snapshot was taken; null when there are not two to compare.</summary>
    public required DateTimeOffset? From { get; init; }

    /// <summary>When the last one was.</summary>
    public required DateTimeOffset? To { get; init; }

    /// <summary>Whether the account pays as it goes: there is no balance to compare, and nothing is wrong.</summary>
    public required bool IsPayAsYouGo { get; init; }

    /// <summary>The families, by name.</summary>
    public required IReadOnlyList<BalanceFamily> Families { get; init; }

    /// <summary>The coverage that was asked for, 0 to 1.</summary>
    public required double RequiredCoverage { get; init; }

    /// <summary>The tokens the provider took that no record explains.</summary>
    public decimal UnexplainedTokens => Families.Sum(static family => family.UnexplainedTokens);

    /// <summary>The share of the drained tokens that our records explain, 0 to 1; 1 when nothing was drained.</summary>
    public double Coverage
    {
        get
        {
            var drained = Families.Sum(static family => family.DrainedTokens);
            return drained == 0 ? 1 : (double)((drained - UnexplainedTokens) / drained);
        }
    }

    /// <summary>The tokens the provider took that neither a record nor the uncertainty of an estimate
    /// explains.</summary>
    public decimal BypassedTokens => Families.Sum(static family => family.BypassedTokens);

    /// <summary>
    /// <c>true</c> if some traffic does not pass through the handler: the tokens of a family that only such traffic
    /// accounts for are more than the required
    /// coverage leaves; otherwise, <c>false</c>.
    /// </summary>
    public bool IsAlert => Families.Any(IsUncovered);

    /// <summary>Whether more of a family bypassed the handler than the required coverage leaves.</summary>
    internal bool IsUncovered(BalanceFamily family) =>
        family.DrainedTokens > 0
        && (double)((family.DrainedTokens - family.BypassedTokens) / family.DrainedTokens) < RequiredCoverage;
}
