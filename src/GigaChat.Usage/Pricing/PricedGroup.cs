namespace GigaChat.Usage.Pricing;

/// <summary>A sum by model, batch and source, with its price; <c>null</c> if that is missing.</summary>
internal readonly record struct PricedGroup(UsageGroup Usage, ModelPrice? Price)
{
    /// <summary>
    /// The dimensions by which groups must be grouped to be priced: the keys that determine prices and estimates.
    /// </summary>
    public const UsageDimensions Dimensions = UsageDimensions.Model | UsageDimensions.Batch | UsageDimensions.Source;

    /// <summary>The cost; 0 without a price. Computed once, because a page adds it up many times.</summary>
    public decimal Rubles { get; } =
        Price?.RublesFor(
            Usage.TotalTokens,
            Usage.PromptTokens,
            Usage.CompletionTokens,
            Usage.CachedPromptTokens,
            Usage.IsBatch is true
        ) ?? 0m;

    public decimal EstimatedRubles => Usage.Source is UsageSource.Estimated ? Rubles : 0m;

    /// <summary>The VAT within <see cref="Rubles"/>; <c>null</c> if the price does not specify it.</summary>
    public decimal? VatRubles => Price?.VatWithin(Rubles);

    /// <summary>The number of billed tokens that are in no known prompt or completion.</summary>
    public long UndividedTokens
    {
        get
        {
            var cached = ModelName.IsResold(Usage.Model) ? Usage.CachedPromptTokens : 0;
            var rest = Usage.TotalTokens - Usage.PromptTokens - Usage.CompletionTokens - cached;
            return rest < 0 ? Usage.TotalTokens : rest;
        }
    }

    public long UnpricedTokens => Price is null ? Usage.TotalTokens : 0;
}
