using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>How the requests of a key ended, and what the provider's cache has saved.</summary>
/// <param name="Key">The key; null for records that have none.</param>
/// <param name="Count">The number of requests.</param>
/// <param name="Failed">The number of failed requests among them.</param>
/// <param name="Blocked">The number of blocked ones.</param>
/// <param name="Aborted">The number of aborted ones.</param>
/// <param name="PromptTokens">The number of prompt tokens, cached tokens excluded.</param>
/// <param name="CachedTokens">The number of prompt tokens from the cache.</param>
/// <param name="Saved">The rubles that the cached tokens would have cost more as other prompt tokens, as far as prices
/// are known.</param>
internal sealed record QualityRow(
    string? Key,
    long Count,
    long Failed,
    long Blocked,
    long Aborted,
    long PromptTokens,
    long CachedTokens,
    decimal Saved
)
{
    /// <summary>The durations of the requests; null where the store does not return them.</summary>
    public UsageHistogram? Duration { get; init; }

    /// <summary>The times to the first token; null where the store does not return them.</summary>
    public UsageHistogram? FirstToken { get; init; }

    public double CacheShare => Ratio.Of(CachedTokens, PromptTokens + CachedTokens);

    public static QualityRow Of(string? key, IEnumerable<PricedGroup> groups)
    {
        var row = new QualityRow(key, 0, 0, 0, 0, 0, 0, 0);
        foreach (var group in groups)
            row = row with
            {
                Count = row.Count + group.Usage.Count,
                Failed = row.Failed + CountOf(group, UsageOutcome.Failed),
                Blocked = row.Blocked + CountOf(group, UsageOutcome.Blocked),
                Aborted = row.Aborted + CountOf(group, UsageOutcome.Aborted),
                PromptTokens = row.PromptTokens + group.Usage.PromptTokens,
                CachedTokens = row.CachedTokens + group.Usage.CachedPromptTokens,
                Saved = row.Saved + SavedBy(group),
            };
        return row;
    }

    /// <summary>Gets the rows of a dimension: times as they passed, others with the most requests first.</summary>
    public static IReadOnlyList<QualityRow> By(
        IReadOnlyList<PricedGroup> groups,
        IReadOnlyList<UsageGroup> latencies,
        Dimension by,
        TimeZoneInfo zone
    )
    {
        var times = latencies.ToLookup(group => by.KeyOf(group, zone), StringComparer.Ordinal);
        var rows = groups
            .GroupBy(group => by.KeyOf(group.Usage, zone))
            .Select(same => Of(same.Key, same).With(times[same.Key]));
        return
        [
            .. by.IsTime
                ? rows.OrderBy(static row => row.Key, StringComparer.Ordinal)
                : rows.OrderByDescending(static row => row.Count).ThenBy(static row => row.Key, StringComparer.Ordinal),
        ];
    }

    /// <summary>Gets the row with the times of groups.</summary>
    public QualityRow With(IEnumerable<UsageGroup> latencies)
    {
        UsageGroup[] groups = [.. latencies];
        return this with
        {
            Duration = Sum(groups.Select(static group => group.Duration)),
            FirstToken = Sum(groups.Select(static group => group.TimeToFirstToken)),
        };
    }

    private static UsageHistogram? Sum(IEnumerable<UsageHistogram?> histograms)
    {
        UsageHistogram[] known = [.. histograms.OfType<UsageHistogram>()];
        return known.Length == 0 ? null : UsageHistogram.Sum(known);
    }

    private static long CountOf(PricedGroup group, UsageOutcome outcome) =>
        group.Usage.Outcome == outcome ? group.Usage.Count : 0;

    private static decimal SavedBy(PricedGroup group)
    {
        if (group.Price is not { } price)
            return 0m;
        var cached = price.CachedPromptRublesPerMillionTokens;
        if (cached == 0 && ModelName.IsResold(group.Usage.Model))
            cached = price.PromptRublesPerMillionTokens;
        return group.Usage.CachedPromptTokens
            * (price.PromptRublesPerMillionTokens - cached)
            * (group.Usage.IsBatch is true ? price.BatchMultiplier : 1m)
            * (price.IsVatIncluded ? 1m : 1m + ((price.VatPercent ?? 0m) / 100m))
            / 1_000_000m;
    }
}
