using GigaChat.Usage.Pricing;
using GigaChat.Usage.Queries;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage;

/// <summary>What usage cost, each call at the price of its own time. Where a price is missing it says so: the sum is
/// then a lower bound.</summary>
public sealed class UsageCost
{
    internal UsageCost() { }

    /// <summary>The cost of all tokens that have a price, VAT included, exact and not rounded to kopecks.</summary>
    public required decimal Rubles { get; init; }

    /// <summary>The VAT within <see cref="Rubles"/>, to 28 digits; null when the price book does not tell the VAT of
    /// everything that cost something.</summary>
    public required decimal? VatRubles { get; init; }

    /// <summary><see cref="Rubles"/> without the VAT; null when that is not known.</summary>
    public decimal? NetRubles => Rubles - VatRubles;

    /// <summary>How much of <see cref="Rubles"/> was charged for estimated tokens.</summary>
    public required decimal EstimatedRubles { get; init; }

    /// <summary>The share of <see cref="Rubles"/> that was charged for estimated tokens, 0 to 1.</summary>
    public double EstimatedShare => Ratio.Of(EstimatedRubles, Rubles);

    /// <summary>The billed tokens, with and without a price.</summary>
    public required long Tokens { get; init; }

    /// <summary>The billed tokens whose price is missing; they are not part of <see cref="Rubles"/>.</summary>
    public required long UnpricedTokens { get; init; }

    /// <summary>The models of <see cref="UnpricedTokens"/>; calls without a model stand as <c>UNKNOWN</c>.</summary>
    public IReadOnlyList<string> UnpricedModels =>
        [
            .. Lines
                .Where(line => line.UnpricedTokens > 0)
                .Select(line => line.Model ?? "UNKNOWN")
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Whether every token has a price.</summary>
    public bool IsComplete => UnpricedTokens == 0;

    /// <summary>
    /// The billed tokens of calls whose reported prompt and completion do not add up to the total: what is left of the
    /// total, all of it where the parts
    /// exceed it. They count at the dearer of the prices for prompt and completion.
    /// </summary>
    public long UndividedTokens { get; internal init; }

    /// <summary><c>true</c> if prompt and completion tokens add up to the billed tokens; otherwise,
    /// <c>false</c>.</summary>
    public bool IsConsistent => UndividedTokens == 0;

    /// <summary>The cost by model, dearest first, models without a price last. The lines add up to the whole.</summary>
    public required IReadOnlyList<UsageCostLine> Lines { get; init; }

    /// <summary>The name of the price book.</summary>
    public required string PriceBook { get; init; }

    internal static UsageCost Of(IReadOnlyCollection<PricedGroup> groups, PriceBook book) =>
        new()
        {
            Rubles = groups.Sum(group => group.Rubles),
            VatRubles = groups.Any(group => group is { Rubles: > 0, VatRubles: null })
                ? null
                : groups.Sum(group => group.VatRubles ?? 0m),
            EstimatedRubles = groups.Sum(group => group.EstimatedRubles),
            Tokens = groups.Sum(group => group.Usage.TotalTokens),
            UnpricedTokens = groups.Sum(group => group.UnpricedTokens),
            UndividedTokens = groups.Sum(group => group.UndividedTokens),
            PriceBook = book.Name,
            Lines =
            [
                .. groups
                    .GroupBy(group => group.Usage.Model, StringComparer.Ordinal)
                    .Select(model => UsageCostLine.Of(model.Key, [.. model], book))
                    .Where(line => line.Tokens > 0 || line.Rubles > 0)
                    .OrderByDescending(line => line.Rubles ?? -1m)
                    .ThenByDescending(line => line.Tokens)
                    .ThenBy(line => line.Model, StringComparer.Ordinal),
            ],
        };
}
