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

    public static Spend Of(IEnumerable<PricedGroup> groups)
    {
        var sum = default(Spend);
        foreach (var group in groups)
        {
            checked
            {
                sum = new Spend(
                    sum.Count + group.Usage.Count,
                    sum.Calls + group.Usage.Calls,
                    sum.Tokens + group.Usage.TotalTokens,
                    sum.EstimatedTokens + group.Usage.EstimatedTokens,
                    sum.Rubles + group.Rubles,
                    sum.UnpricedTokens + group.UnpricedTokens
                );
            }
        }

        return sum;
    }
}
