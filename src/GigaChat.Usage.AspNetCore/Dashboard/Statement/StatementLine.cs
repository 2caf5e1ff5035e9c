using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>A line of a statement: the usage of a model at one price, of one key.</summary>
/// <param name="Key">The key of the statement's dimension; null for records that have none, or without a
/// dimension.</param>
/// <param name="UserName">The name of a user.</param>
/// <param name="Model">The model; null if unknown.</param>
/// <param name="Price">The price; null if it is missing.</param>
/// <param name="Usage">The sums.</param>
/// <param name="Rubles">The cost with VAT; null if the price is missing.</param>
/// <param name="Vat">The VAT within the cost; null if it is not known.</param>
/// <param name="EstimatedRubles">The part of the cost for estimated tokens.</param>
internal sealed record StatementLine(
    string? Key,
    string? UserName,
    string? Model,
    ModelPrice? Price,
    UsageGroup Usage,
    decimal? Rubles,
    decimal? Vat,
    decimal EstimatedRubles
)
{
    public decimal? Net => Rubles - Vat;

    public static IReadOnlyList<StatementLine> Of(IEnumerable<PricedGroup> groups, Dimension? by, TimeZoneInfo zone) =>
        [
            .. groups
                .GroupBy(group => (Key: by?.KeyOf(group.Usage, zone), group.Usage.Model, group.Price))
                .Select(static same => Of(same.Key.Key, same.Key.Model, same.Key.Price, [.. same]))
                .OrderBy(static line => line.UserName ?? line.Key, StringComparer.Ordinal)
                .ThenBy(static line => line.Key, StringComparer.Ordinal)
                .ThenByDescending(static line => line.Rubles ?? -1)
                .ThenBy(static line => line.Model, StringComparer.Ordinal)
                .ThenBy(static line => line.Price?.EffectiveFrom),
        ];

    /// <summary>Gets the sum of lines, without a price and a model.</summary>
    public static StatementLine Sum(IReadOnlyCollection<StatementLine> lines) =>
        new(
            null,
            null,
            null,
            null,
            Add(lines.Select(static line => line.Usage)),
            lines.Sum(static line => line.Rubles ?? 0),
            lines.Any(static line => line is { Rubles: > 0, Vat: null })
                ? null
                : lines.Sum(static line => line.Vat ?? 0),
            lines.Sum(static line => line.EstimatedRubles)
        );

    private static StatementLine Of(string? key, string? model, ModelPrice? price, IReadOnlyList<PricedGroup> groups) =>
        new(
            key,
            groups.Select(static group => group.Usage.UserName).LastOrDefault(static name => name is not null),
            model,
            price,
            Add(groups.Select(static group => group.Usage)),
            price is null ? null : groups.Sum(static group => group.Rubles),
            price?.VatPercent is null ? null : groups.Sum(static group => group.VatRubles ?? 0),
            groups.Sum(static group => group.EstimatedRubles)
        );

    private static UsageGroup Add(IEnumerable<UsageGroup> groups) =>
        groups.Aggregate(new UsageGroup(), static (sum, group) =>
            sum with
            {
                Count = sum.Count + group.Count,
                PromptTokens = sum.PromptTokens + group.PromptTokens,
                CompletionTokens = sum.CompletionTokens + group.CompletionTokens,
                CachedPromptTokens = sum.CachedPromptTokens + group.CachedPromptTokens,
                TotalTokens = sum.TotalTokens + group.TotalTokens,
                EstimatedTokens = sum.EstimatedTokens + group.EstimatedTokens,
            }
        );
}
