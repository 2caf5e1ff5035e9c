using GigaChat.Usage.Pricing;
using GigaChat.Usage.Queries;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage;

/// <summary>
/// The cost of usage, each call at the price at its own time. If a price is missing, the cost is marked as incomplete:
/// the sum is then a lower bound.
/// </summary>
public sealed class UsageCost
{
    internal UsageCost() { }

    /// <summary>
    /// The cost in rubles of all tokens that have a price, VAT included, exact and not rounded to kopecks.
    /// </summary>
    public required decimal Rubles { get; init; }

    /// <summary>
    /// The VAT within <see cref="Rubles"/>, to 28 digits; <c>null</c> if the price book does not specify the VAT of all
    /// charged tokens.
    /// </summary>
    public required decimal? VatRubles { get; init; }

    /// <summary><see cref="Rubles"/> without the VAT; <c>null</c> if that is not known.</summary>
    public decimal? NetRubles => Rubles - VatRubles;

    /// <summary>The part of <see cref="Rubles"/> for estimated tokens.</summary>
    public required decimal EstimatedRubles { get; init; }

    /// <summary>The share of <see cref="Rubles"/> for estimated tokens, 0 to 1.</summary>
    public double EstimatedShare => Ratio.Of(EstimatedRubles, Rubles);

    /// <summary>The number of billed tokens, with and without a price.</summary>
    public required long Tokens { get; init; }

    /// <summary>The number of billed tokens without a price; they are not part of <see cref="Rubles"/>.</summary>
    public required long UnpricedTokens { get; init; }

    /// <summary>
    /// The models of <see cref="UnpricedTokens"/>; calls without a model are listed as <c>UNKNOWN</c>.
    /// </summary>
    public IReadOnlyList<string> UnpricedModels =>
        [
            .. Lines
                .Where(line => line.UnpricedTokens > 0)
                .Select(line => line.Model ?? "UNKNOWN")
                .Order(StringComparer.Ordinal),
        ];

    /// <summary><c>true</c> if every token has a price; otherwise, <c>false</c>.</summary>
    public bool IsComplete => UnpricedTokens == 0;

    /// <summary>
    /// The number of billed tokens of calls with reported prompt and completion tokens that do not add up to the total:
    /// the remainder of the total, or all of it if the parts exceed it. They have the higher of the prices for prompt
    /// and completion.
    /// </summary>
    public long UndividedTokens { get; internal init; }

    /// <summary>
    /// <c>true</c> if prompt and completion tokens add up to the billed tokens; otherwise, <c>false</c>.
    /// </summary>
    public bool IsConsistent => UndividedTokens == 0;

    /// <summary>The cost by model, highest first, models without a price last. The lines add up to the whole.</summary>
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
