using GigaChat.Usage.Pricing;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The total of priced sums.</summary>
/// <param name="Count">The number of HTTP requests.</param>
/// <param name="Calls">The number of first attempts.</param>
/// <param name="Tokens">The number of billed tokens.</param>
/// <param name="EstimatedTokens">The number of estimated tokens among them.</param>
/// <param name="Rubles">The cost of the tokens that have a price, in rubles.</param>
/// <param name="UnpricedTokens">The number of tokens that have none.</param>
internal readonly record struct Spend(
    long Count,
    long Calls,
    long Tokens,
    long EstimatedTokens,
    decimal Rubles,
    long UnpricedTokens
)
{
    public double EstimatedShare => Ratio.Of(EstimatedTokens, Tokens);

    /// <summary>The cost in rubles; null when there are tokens and none of them has a price.</summary>
    public decimal? KnownRubles => UnpricedTokens > 0 && UnpricedTokens == Tokens ? null : Rubles;

    /// <summary>What is left of the sum without another, at least nothing: records may have been added between two
    /// queries.</summary>
    public Spend Without(Spend other) =>
        new(
            Math.Max(0, Count - other.Count),
            Math.Max(0, Calls - other.Calls),
            Math.Max(0, Tokens - other.Tokens),
            Math.Max(0, EstimatedTokens - other.EstimatedTokens),
            Math.Max(0, Rubles - other.Rubles),
            Math.Max(0, UnpricedTokens - other.UnpricedTokens)
        );

    public static Spend Of(IEnumerable<PricedGroup> groups)
    {
        var sum = default(Spend);
        foreach (var group in groups)
        {
            sum = sum.With(
                new Spend(
                    group.Usage.Count,
                    group.Usage.Calls,
                    group.Usage.TotalTokens,
                    group.Usage.EstimatedTokens,
                    group.Rubles,
                    group.UnpricedTokens
                )
            );
        }

        return sum;
    }

    public static Spend Sum(IEnumerable<Spend> parts) =>
        parts.Aggregate(default(Spend), static (sum, part) => sum.With(part));

    private Spend With(in Spend other)
    {
        checked
        {
            return new Spend(
                Count + other.Count,
                Calls + other.Calls,
                Tokens + other.Tokens,
                EstimatedTokens + other.EstimatedTokens,
                Rubles + other.Rubles,
                UnpricedTokens + other.UnpricedTokens
            );
        }
    }
}
