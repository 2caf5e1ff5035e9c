namespace GigaChat.Usage;

/// <summary>The sums of all requested records.</summary>
public sealed class UsageTotals : UsageTally
{
    internal UsageTotals(UsageGroup sum)
        : base(sum) { }
}
