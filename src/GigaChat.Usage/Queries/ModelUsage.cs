namespace GigaChat.Usage;

/// <summary>What one model used.</summary>
public sealed class ModelUsage : UsageTally
{
    internal ModelUsage(UsageGroup sum)
        : base(sum) => Model = sum.Model;

    /// <summary>The model without its build; null for calls whose model is unknown.</summary>
    public string? Model { get; }
}
