namespace GigaChat.Usage.Budgets;

/// <summary>What was recorded between two snapshots of the balance.</summary>
internal readonly record struct BalanceRecords(
    long Tokens,
    long EstimatedTokens,
    long UncertainRequests,
    long ReportedRequests
)
{
    private long ReportedTokens => Tokens - EstimatedTokens;

    /// <summary>
    /// The tokens that calls without reported usage may have taken beyond their estimates: for each as many as a call
    /// with reported usage took on average.
    /// </summary>
    public decimal UncertainTokens =>
        UncertainRequests == 0 ? 0m
        : ReportedRequests > 0 ? (decimal)ReportedTokens * UncertainRequests / ReportedRequests
        : EstimatedTokens;

    public BalanceRecords Plus(in BalanceRecords other) =>
        new(
            Tokens + other.Tokens,
            EstimatedTokens + other.EstimatedTokens,
            UncertainRequests + other.UncertainRequests,
            ReportedRequests + other.ReportedRequests
        );

    public BalanceRecords Plus(UsageGroup group) =>
        Plus(
            new BalanceRecords(
                group.TotalTokens,
                group.EstimatedTokens,
                IsUncertain(group) ? group.Count : 0,
                group.Source == UsageSource.Reported ? group.Count : 0
            )
        );

    /// <summary>Estimates, and calls that were given up before anything of them was known, which the provider may bill
    /// all the same.</summary>
    private static bool IsUncertain(UsageGroup group) =>
        group.Source == UsageSource.Estimated || group is { Source: UsageSource.None, Outcome: UsageOutcome.Aborted };
}
