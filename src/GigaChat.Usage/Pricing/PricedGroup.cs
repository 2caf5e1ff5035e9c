namespace GigaChat.Usage.Pricing;

/// <summary>A sum by model, batch and source, with the price that holds for it; null when that is missing.</summary>
internal readonly record struct PricedGroup(UsageGroup Usage, ModelPrice? Price)
{
    /// <summary>What groups must be grouped by to be priced: the keys that prices and estimates hang on.</summary>
    public const UsageDimensions Dimensions = UsageDimensions.Model | UsageDimensions.Batch | UsageDimensions.Source;

    public decimal Rubles =>
        Price?.RublesFor(
            Usage.TotalTokens,
            Usage.PromptTokens,
            Usage.CompletionTokens,
            Usage.CachedPromptTokens,
            Usage.IsBatch is true
        ) ?? 0m;

    public decimal EstimatedRubles => Usage.Source is UsageSource.Estimated ? Rubles : 0m;

    /// <summary>The VAT within <see cref="Rubles"/>; null when the price does not tell it.</summary>
    public decimal? VatRubles => Price?.VatWithin(Rubles);

    /// <summary>The billed tokens that are in no known prompt or completion.</summary>
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
