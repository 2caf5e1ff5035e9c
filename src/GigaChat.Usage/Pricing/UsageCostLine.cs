using GigaChat.Usage.Pricing;

namespace GigaChat.Usage;

/// <summary>What one model cost.</summary>
public sealed class UsageCostLine
{
    internal UsageCostLine() { }

    /// <summary>The model as it was recorded; null for calls whose model is unknown.</summary>
    public required string? Model { get; init; }

    /// <summary>The family it is billed in; null when the price book has none for it.</summary>
    public required string? Family { get; init; }

    /// <summary>The cost of the tokens that have a price; null when none of the model's tokens has one.</summary>
    public required decimal? Rubles { get; init; }

    /// <summary>How much of <see cref="Rubles"/> was charged for estimated tokens.</summary>
    public required decimal EstimatedRubles { get; init; }

    /// <summary>The billed tokens, with and without a price.</summary>
    public required long Tokens { get; init; }

    /// <summary>The billed tokens whose price is missing.</summary>
    public required long UnpricedTokens { get; init; }

    /// <summary>Whether every token of the model has a price.</summary>
    public bool IsComplete => UnpricedTokens == 0;

    /// <summary>The billed tokens that are in no known prompt or completion, as of
    /// <see cref="UsageCost.UndividedTokens"/>.</summary>
    public long UndividedTokens { get; internal init; }

    /// <summary><c>true</c> if prompt and completion tokens add up to the billed tokens; otherwise,
    /// <c>false</c>.</summary>
    public bool IsConsistent => UndividedTokens == 0;

    internal static UsageCostLine Of(string? model, IReadOnlyCollection<PricedGroup> groups, PriceBook book)
    {
        var tokens = groups.Sum(group => group.Usage.TotalTokens);
        var unpricedTokens = groups.Sum(group => group.UnpricedTokens);
        return new UsageCostLine
        {
            Model = model,
            Family = book.FindFamily(model),
            Rubles = unpricedTokens > 0 && unpricedTokens == tokens ? null : groups.Sum(group => group.Rubles),
            EstimatedRubles = groups.Sum(group => group.EstimatedRubles),
            Tokens = tokens,
            UnpricedTokens = unpricedTokens,
            UndividedTokens = groups.Sum(group => group.UndividedTokens),
        };
    }
}
