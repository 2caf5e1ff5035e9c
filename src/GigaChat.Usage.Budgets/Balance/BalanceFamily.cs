namespace GigaChat.Usage;

/// <summary>One family's balance held against our records.</summary>
public sealed record BalanceFamily
{
    /// <summary>The family as the provider names it.</summary>
    public required string Family { get; init; }

    /// <summary>The tokens by which the provider's balance fell.</summary>
    public required decimal DrainedTokens { get; init; }

    /// <summary>The billed tokens of our records over the same time.</summary>
    public required long RecordedTokens { get; init; }

    /// <summary>How many of them are estimates.</summary>
    public required long EstimatedTokens { get; init; }

    /// <summary>Whether the balance rose at some point; between the two snapshots around it neither side counts, as
    /// what was drained there cannot be known.</summary>
    public required bool WasToppedUp { get; init; }

    /// <summary><c>true</c> if a package of the family was bought or expired between two snapshots, where it is not
    /// known exactly what calls took; otherwise, <c>false</c>.</summary>
    public bool HasPackageChange { get; init; }

    /// <summary>The number of requests whose usage was not reported, such as cut streams: the provider may have taken
    /// more for them than was estimated.</summary>
    public long UncertainRequests { get; init; }

    /// <summary>The tokens that <see cref="UncertainRequests"/> may have taken beyond their estimates, by the mean of
    /// requests with reported usage.</summary>
    public decimal UncertainTokens { get; init; }

    /// <summary>The part of <see cref="UnexplainedTokens"/> that cut streams and other estimates account for.</summary>
    public decimal UnderestimatedTokens => Math.Min(UnexplainedTokens, UncertainTokens);

    /// <summary>The part of <see cref="UnexplainedTokens"/> that only calls past the handler account for.</summary>
    public decimal BypassedTokens => UnexplainedTokens - UnderestimatedTokens;

    /// <summary>The tokens the provider took that no record explains, 0 or more.</summary>
    public decimal UnexplainedTokens => Math.Max(0m, DrainedTokens - RecordedTokens);

    /// <summary>The tokens we recorded that the provider did not take, 0 or more.</summary>
    public decimal OvercountedTokens => Math.Max(0m, RecordedTokens - DrainedTokens);

    /// <summary>The share of the drained tokens that our records explain, 0 to 1; 1 when nothing was drained.</summary>
    public double Coverage =>
        DrainedTokens == 0 ? 1 : (double)(Math.Min(DrainedTokens, RecordedTokens) / DrainedTokens);
}
