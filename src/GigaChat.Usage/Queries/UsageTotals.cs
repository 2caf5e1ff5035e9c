namespace GigaChat.Usage;

/// <summary>What everything that was asked for adds up to.</summary>
public sealed class UsageTotals : UsageTally
{
    internal UsageTotals(UsageGroup sum)
        : base(sum) { }
}
