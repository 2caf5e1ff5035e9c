using GigaChat.Usage.Pricing;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage.AspNetCore;

/// <summary>What priced sums add up to.</summary>
/// <param name="Count">Requests as they went on the wire.</param>
/// <param name="Calls">First attempts.</param>
/// <param name="Tokens">Billed tokens.</param>
/// <param name="EstimatedTokens">How many of the tokens are estimates.</param>
/// <param name="Rubles">The cost of the tokens that have a price.</param>
/// <param name="UnpricedTokens">The tokens that have none.</param>
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

    /// <summary>The cost; null when there are tokens and none of them has a price.</summary>
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
