namespace GigaChat.Usage.Budgets;

/// <summary>The usage recorded between two snapshots of the balance.</summary>
internal readonly record struct BalanceRecords(
    long Tokens,
    long EstimatedTokens,
    long UncertainRequests,
    long ReportedRequests
)
{
    private long ReportedTokens => Tokens - EstimatedTokens;

    /// <summary>
    /// The tokens that calls without reported usage may have used beyond their estimates: for each as many as the mean
    /// of calls with reported usage.
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

    /// <summary>
    /// Gets <c>true</c> for estimates, and for calls that were abandoned before anything of them was known, which the
    /// provider may still bill; otherwise, <c>false</c>.
    /// </summary>
    private static bool IsUncertain(UsageGroup group) =>
        group.Source == UsageSource.Estimated || group is { Source: UsageSource.None, Outcome: UsageOutcome.Aborted };
}
