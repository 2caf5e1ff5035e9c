namespace GigaChat.Usage;

/// <summary>The outcomes, the latency and the use of the prompt cache of one group of calls.</summary>
public sealed class UsageQuality
{
    internal UsageQuality(UsageGroup usage, IReadOnlyList<UsageGroup> byOutcome)
    {
        Usage = usage;
        Completed = CountOf(UsageOutcome.Completed);
        Aborted = CountOf(UsageOutcome.Aborted);
        Failed = CountOf(UsageOutcome.Failed);
        Blocked = CountOf(UsageOutcome.Blocked);

        long CountOf(UsageOutcome outcome) =>
            byOutcome.Where(group => group.Outcome == outcome).Sum(group => group.Count);
    }

    /// <summary>The keys and sums of the group.</summary>
    public UsageGroup Usage { get; }

    /// <summary>The number of requests: attempts, failed ones included.</summary>
    public long Count => Usage.Count;

    /// <summary>The number of requests that repeat an earlier attempt of the same call.</summary>
    public long Retries => Usage.Count - Usage.Calls;

    /// <summary>The number of requests with a complete response.</summary>
    public long Completed { get; }

    /// <summary>The number of requests with an interrupted response.</summary>
    public long Aborted { get; }

    /// <summary>The number of requests that failed.</summary>
    public long Failed { get; }

    /// <summary>The number of requests that the topic filter responded to.</summary>
    public long Blocked { get; }

    /// <summary>The share of interrupted responses among all requests, 0 to 1.</summary>
    public double AbortedShare => Ratio.Of(Aborted, Count);

    /// <summary>The share of failed requests among all, 0 to 1.</summary>
    public double FailedShare => Ratio.Of(Failed, Count);

    /// <summary>The share of requests that the topic filter responded to, 0 to 1.</summary>
    public double BlockedShare => Ratio.Of(Blocked, Count);

    /// <summary>
    /// The share of cached tokens among all known prompt tokens, cached ones included, 0 to 1; null when no prompt
    /// tokens are known.
    /// </summary>
    public double? CachedShare =>
        Usage.CachedPromptTokens + Usage.PromptTokens is > 0 and var prompt
            ? Ratio.Of(Usage.CachedPromptTokens, prompt)
            : null;

    /// <summary>
    /// The time from sending a request to the end of its response, of all requests where it was measured; null when the
    /// store has no histograms.
    /// </summary>
    public UsageHistogram? Duration => Usage.Duration;

    /// <summary>
    /// The time from sending a request to the first text of its streamed response; null when the store has no
    /// histograms.
    /// </summary>
    public UsageHistogram? TimeToFirstToken => Usage.TimeToFirstToken;

    /// <summary>Merges groups that were split by outcome, by the requested keys, in their order.</summary>
    internal static IReadOnlyList<UsageQuality> Of(IReadOnlyList<UsageGroup> groups, UsageDimensions by)
    {
        var keepsOutcome = new UsageGrouping(by).Has(UsageDimensions.Outcome);
        var result = groups
            .GroupBy(group => keepsOutcome ? group.Key() : group.Key() with { Outcome = null })
            .Select(same => new UsageQuality(SumOf(same.Key, [.. same]), [.. same]))
            .ToList();
        if (result.Count == 0 && by == UsageDimensions.None)
            result.Add(new UsageQuality(SumOf(new UsageGroup(), []), []));
        result.Sort(static (x, y) => Storage.UsageGroupOrder.Instance.Compare(x.Usage, y.Usage));
        return result;
    }

    private static UsageGroup SumOf(UsageGroup keys, IReadOnlyList<UsageGroup> parts) =>
        keys with
        {
            UserName = parts.Select(part => part.UserName).LastOrDefault(name => name is not null),
            Count = parts.Sum(part => part.Count),
            Calls = parts.Sum(part => part.Calls),
            PromptTokens = parts.Sum(part => part.PromptTokens),
            CompletionTokens = parts.Sum(part => part.CompletionTokens),
            CachedPromptTokens = parts.Sum(part => part.CachedPromptTokens),
            TotalTokens = parts.Sum(part => part.TotalTokens),
            EstimatedTokens = parts.Sum(part => part.EstimatedTokens),
            Duration = SumOf(parts.Select(part => part.Duration)),
            TimeToFirstToken = SumOf(parts.Select(part => part.TimeToFirstToken)),
        };

    private static UsageHistogram? SumOf(IEnumerable<UsageHistogram?> parts)
    {
        var all = parts.ToList();
        return all.Contains(null) ? null : UsageHistogram.Sum(all.OfType<UsageHistogram>());
    }
}
