namespace GigaChat.Usage;

/// <summary>The comparison of one family's balance with the records.</summary>
public sealed class BalanceFamily
{
    internal BalanceFamily() { }

    /// <summary>The family, named as by the provider.</summary>
    public required string Family { get; init; }

    /// <summary>The tokens by which the provider's balance fell.</summary>
    public required decimal DrainedTokens { get; init; }

    /// <summary>The recorded billed tokens of the same time.</summary>
    public required long RecordedTokens { get; init; }

    /// <summary>The number of estimated tokens among them.</summary>
    public required long EstimatedTokens { get; init; }

    /// <summary>
    /// <c>true</c> if the balance rose between two snapshots, which then count on neither side, as the drained tokens
    /// are unknown; otherwise, <c>false</c>.
    /// </summary>
    public required bool WasToppedUp { get; init; }

    /// <summary>
    /// <c>true</c> if a package of the family was bought or expired between two snapshots, where the tokens that calls
    /// used are not known exactly; otherwise, <c>false</c>.
    /// </summary>
    public bool HasPackageChange { get; init; }

    /// <summary>
    /// The number of requests without reported usage, such as interrupted streams: the provider may have deducted more
    /// for them than was estimated.
    /// </summary>
    public long UncertainRequests { get; init; }

    /// <summary>
    /// The tokens that <see cref="UncertainRequests"/> may have used beyond their estimates, by the mean of requests
    /// with reported usage.
    /// </summary>
    public decimal UncertainTokens { get; init; }

    /// <summary>
    /// The part of <see cref="UnexplainedTokens"/> that interrupted streams and other estimates can explain.
    /// </summary>
    public decimal UnderestimatedTokens => Math.Min(UnexplainedTokens, UncertainTokens);

    /// <summary>The part of <see cref="UnexplainedTokens"/> that only calls past the handler can explain.</summary>
    public decimal BypassedTokens => UnexplainedTokens - UnderestimatedTokens;

    /// <summary>The tokens that the provider deducted without a record, 0 or more.</summary>
    public decimal UnexplainedTokens => Math.Max(0m, DrainedTokens - RecordedTokens);

    /// <summary>The recorded tokens that the provider did not deduct, 0 or more.</summary>
    public decimal OvercountedTokens => Math.Max(0m, RecordedTokens - DrainedTokens);

    /// <summary>The share of the drained tokens that the records explain, 0 to 1; 1 when nothing was drained.</summary>
    public double Coverage =>
        DrainedTokens == 0 ? 1 : (double)(Math.Min(DrainedTokens, RecordedTokens) / DrainedTokens);
}
