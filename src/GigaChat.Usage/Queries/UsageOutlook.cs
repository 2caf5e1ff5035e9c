namespace GigaChat.Usage;

/// <summary>What a time up to a coming moment will have used and cost: what is known of it already, and what is
/// expected.</summary>
public sealed class UsageOutlook
{
    internal UsageOutlook() { }

    /// <summary>The first moment of the time; before now when a part of it is over.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The moment the outlook was made.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The end of the time, exclusive.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>How the forecast was made.</summary>
    public required ForecastMethod Method { get; init; }

    /// <summary>How many whole days of history it is based on.</summary>
    public required int BasedOnDays { get; init; }

    /// <summary>Billed tokens of the time that is over.</summary>
    public required long UsedTokens { get; init; }

    /// <summary>The cost of <see cref="UsedTokens"/>.</summary>
    public required UsageCost UsedCost { get; init; }

    /// <summary>Billed tokens of the whole time, used and expected.</summary>
    public required ForecastRange Tokens { get; init; }

    /// <summary>The cost of the whole time in rubles, VAT included, as far as prices are known; for the mix of models
    /// of the last 28 days, at the prices of the days to come.</summary>
    public required ForecastRange Rubles { get; init; }

    /// <summary>The models of that mix whose price is missing on some day ahead; their tokens are not part of
    /// <see cref="Rubles"/>.</summary>
    public required IReadOnlyList<string> UnpricedModels { get; init; }

    /// <summary>Whether every token, used or expected, has a price.</summary>
    public bool IsComplete => UnpricedModels.Count == 0 && UsedCost.IsComplete;

    /// <summary>The days ahead, today first, each with what the whole day is expected to use.</summary>
    public required IReadOnlyList<ForecastDay> Days { get; init; }
}
