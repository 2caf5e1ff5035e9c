using GigaChat.Usage.Pricing;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage;

/// <summary>
/// The usage and cost of the days to come if they equal the mean of the last ones: the mean of a day, times the days.
/// </summary>
public sealed class UsageForecast
{
    internal UsageForecast() { }

    /// <summary>The number of periods of 24 hours up to now that the forecast is based on.</summary>
    public required int BasedOnDays { get; init; }

    /// <summary>The billed tokens of those days.</summary>
    public required long BasedOnTokens { get; init; }

    /// <summary>The number of days from now that are forecast.</summary>
    public required int ForecastDays { get; init; }

    /// <summary>The mean number of billed tokens per day.</summary>
    public required decimal TokensPerDay { get; init; }

    /// <summary>The expected number of billed tokens, rounded to a whole token.</summary>
    public required long Tokens { get; init; }

    /// <summary>
    /// The expected cost in rubles, at the prices of those days as far as the price book contains them; exact and not
    /// rounded to kopecks.
    /// </summary>
    public required decimal Rubles { get; init; }

    /// <summary>
    /// The expected number of those <see cref="Tokens"/> that have no price and are not part of <see cref="Rubles"/>,
    /// rounded to a whole token.
    /// </summary>
    public required long UnpricedTokens { get; init; }

    /// <summary>
    /// The models of <see cref="UnpricedTokens"/>; calls without a model are listed as <c>UNKNOWN</c>.
    /// </summary>
    public required IReadOnlyList<string> UnpricedModels { get; init; }

    /// <summary><c>true</c> if every expected token has a price; otherwise, <c>false</c>.</summary>
    public bool IsComplete => UnpricedModels.Count == 0;

    /// <summary>The number of <see cref="BasedOnTokens"/> that are estimates.</summary>
    public required long EstimatedTokens { get; init; }

    /// <summary>The share of <see cref="BasedOnTokens"/> that is estimated, 0 to 1.</summary>
    public double EstimatedShare => Ratio.Of(EstimatedTokens, BasedOnTokens);

    internal static UsageForecast Of(
        IReadOnlyList<UsageGroup> basis,
        PriceBook book,
        DateTimeOffset now,
        int basedOnDays,
        int forecastDays
    )
    {
        var end = now.AddDays(forecastDays);
        var rubles = 0m;
        var unpricedTokens = 0m;
        var unpricedModels = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var period in PricePeriod.Split(book, now, end))
        {
            var days = (decimal)((period.To ?? end) - period.Moment).Ticks / TimeSpan.TicksPerDay;
            var cost = UsageCost.Of(
                [.. basis.Select(group => new PricedGroup(group, book.Find(group.Model, period.Moment)))],
                book
            );
            rubles += cost.Rubles * days / basedOnDays;
            unpricedTokens += cost.UnpricedTokens * days / basedOnDays;
            unpricedModels.UnionWith(cost.UnpricedModels);
        }

        var tokens = basis.Sum(group => group.TotalTokens);
        return new UsageForecast
        {
            BasedOnDays = basedOnDays,
            BasedOnTokens = tokens,
            ForecastDays = forecastDays,
            TokensPerDay = (decimal)tokens / basedOnDays,
            Tokens = WholeTokens((decimal)tokens * forecastDays / basedOnDays),
            Rubles = rubles,
            UnpricedTokens = WholeTokens(unpricedTokens),
            UnpricedModels = [.. unpricedModels],
            EstimatedTokens = basis.Sum(group => group.EstimatedTokens),
        };
    }

    private static long WholeTokens(decimal tokens) => (long)Math.Round(tokens, MidpointRounding.AwayFromZero);
}
