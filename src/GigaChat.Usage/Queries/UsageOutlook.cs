namespace GigaChat.Usage;

/// <summary>The usage and the cost of a period that ends in the future: the known and the expected part.</summary>
public sealed class UsageOutlook
{
    internal UsageOutlook() { }

    /// <summary>The start of the period; before now if a part of it is over.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The time of the forecast.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The end of the period, exclusive.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The method of the forecast.</summary>
    public required ForecastMethod Method { get; init; }

    /// <summary>The number of whole days of history that the forecast is based on.</summary>
    public required int BasedOnDays { get; init; }

    /// <summary>The number of billed tokens in the part of the period that is over.</summary>
    public required long UsedTokens { get; init; }

    /// <summary>The cost of <see cref="UsedTokens"/>.</summary>
    public required UsageCost UsedCost { get; init; }

    /// <summary>The number of billed tokens in the whole period, used and expected.</summary>
    public required ForecastRange Tokens { get; init; }

    /// <summary>
    /// The cost of the whole period in rubles, VAT included, as far as prices are known; for the mix of models of the
    /// last 28 days, at the prices of the future days.
    /// </summary>
    public required ForecastRange Rubles { get; init; }

    /// <summary>
    /// The models of that mix that have no price on some future day; their tokens are not part of <see cref="Rubles"/>.
    /// </summary>
    public required IReadOnlyList<string> UnpricedModels { get; init; }

    /// <summary><c>true</c> if every token, used or expected, has a price; otherwise, <c>false</c>.</summary>
    public bool IsComplete => UnpricedModels.Count == 0 && UsedCost.IsComplete;

    /// <summary>The future days, starting with today, each with the expected usage of the whole day.</summary>
    public required IReadOnlyList<ForecastDay> Days { get; init; }
}
