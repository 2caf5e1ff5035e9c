using GigaChat.Usage.Pricing;

namespace GigaChat.Usage;

/// <summary>The cost of one model.</summary>
public sealed class UsageCostLine
{
    internal UsageCostLine() { }

    /// <summary>The model as it was recorded; <c>null</c> for calls with an unknown model.</summary>
    public required string? Model { get; init; }

    /// <summary>The family in which the model is billed; <c>null</c> if the price book has none for it.</summary>
    public required string? Family { get; init; }

    /// <summary>
    /// The cost in rubles of the tokens that have a price; <c>null</c> if none of the tokens has one.
    /// </summary>
    public required decimal? Rubles { get; init; }

    /// <summary>The part of <see cref="Rubles"/> for estimated tokens.</summary>
    public required decimal EstimatedRubles { get; init; }

    /// <summary>The number of billed tokens, with and without a price.</summary>
    public required long Tokens { get; init; }

    /// <summary>The number of billed tokens without a price.</summary>
    public required long UnpricedTokens { get; init; }

    /// <summary><c>true</c> if every token of the model has a price; otherwise, <c>false</c>.</summary>
    public bool IsComplete => UnpricedTokens == 0;

    /// <summary>
    /// The number of billed tokens that are in no known prompt or completion, see
    /// <see cref="UsageCost.UndividedTokens"/>.
    /// </summary>
    public long UndividedTokens { get; internal init; }

    /// <summary>
    /// <c>true</c> if prompt and completion tokens add up to the billed tokens; otherwise, <c>false</c>.
    /// </summary>
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
