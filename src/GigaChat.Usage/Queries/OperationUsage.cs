using GigaChat.Usage.Queries;

namespace GigaChat.Usage;

/// <summary>The usage of one operation.</summary>
public sealed class OperationUsage : UsageTally
{
    internal OperationUsage(UsageOperation operation, UsageGroup sum, long tokensOfAll)
        : base(sum)
    {
        Operation = operation;
        Name = operation.GetDisplayName();
        Share = Ratio.Of(sum.TotalTokens, tokensOfAll);
    }

    /// <summary>The operation.</summary>
    public UsageOperation Operation { get; }

    /// <summary>The display name, in the language of the current UI culture.</summary>
    public string Name { get; }

    /// <summary>The share of the tokens of all operations, 0 to 1.</summary>
    public double Share { get; }
}
