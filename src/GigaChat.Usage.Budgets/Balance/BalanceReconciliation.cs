namespace GigaChat.Usage;

/// <summary>The comparison of the provider's balance with the records between two snapshots.</summary>
public sealed class BalanceReconciliation
{
    internal BalanceReconciliation() { }

    /// <summary>The time of the first snapshot; null when there are fewer than two.</summary>
    public required DateTimeOffset? From { get; init; }

    /// <summary>The time of the last snapshot; null when there are fewer than two.</summary>
    public required DateTimeOffset? To { get; init; }

    /// <summary>
    /// <c>true</c> if the account is pay-as-you-go, so that there is no balance to compare; otherwise, <c>false</c>.
    /// </summary>
    public required bool IsPayAsYouGo { get; init; }

    /// <summary>The families, by name.</summary>
    public required IReadOnlyList<BalanceFamily> Families { get; init; }

    /// <summary>The requested coverage, 0 to 1.</summary>
    public required double RequiredCoverage { get; init; }

    /// <summary>The tokens that the provider deducted without a record.</summary>
    public decimal UnexplainedTokens => Families.Sum(static family => family.UnexplainedTokens);

    /// <summary>The share of the drained tokens that the records explain, 0 to 1; 1 when nothing was drained.</summary>
    public double Coverage
    {
        get
        {
            var drained = Families.Sum(static family => family.DrainedTokens);
            return drained == 0 ? 1 : (double)((drained - UnexplainedTokens) / drained);
        }
    }

    /// <summary>
    /// The tokens that the provider deducted and that neither a record nor the uncertainty of an estimate explains.
    /// </summary>
    public decimal BypassedTokens => Families.Sum(static family => family.BypassedTokens);

    /// <summary>
    /// <c>true</c> if some traffic does not pass through the handler: the tokens of a family that only such traffic
    /// explains exceed the part that the required coverage allows; otherwise, <c>false</c>.
    /// </summary>
    public bool IsAlert => Families.Any(IsUncovered);

    /// <summary>
    /// Gets <c>true</c> if more tokens of a family bypassed the handler than the required coverage allows; otherwise,
    /// <c>false</c>.
    /// </summary>
    internal bool IsUncovered(BalanceFamily family) =>
        family.DrainedTokens > 0
        && (double)((family.DrainedTokens - family.BypassedTokens) / family.DrainedTokens) < RequiredCoverage;
}
