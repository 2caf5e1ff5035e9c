namespace GigaChat.Usage;

/// <summary>The usage of one model.</summary>
public sealed class ModelUsage : UsageTally
{
    internal ModelUsage(UsageGroup sum)
        : base(sum) => Model = sum.Model;

    /// <summary>The model without its build; null for calls without a known model.</summary>
    public string? Model { get; }
}
