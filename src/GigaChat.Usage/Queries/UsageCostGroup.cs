using GigaChat.Usage.Pricing;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage;

/// <summary>The usage and cost of one group.</summary>
public sealed class UsageCostGroup
{
    internal UsageCostGroup(UsageGroup usage, UsageCost cost)
    {
        Usage = usage;
        Cost = cost;
    }

    /// <summary>The keys and sums of the group.</summary>
    public UsageGroup Usage { get; }

    /// <summary>The cost of the group.</summary>
    public UsageCost Cost { get; }

    /// <summary>Merges groups that were split by price, by the requested keys.</summary>
    internal static IReadOnlyList<UsageCostGroup> Of(
        IEnumerable<PricedGroup> groups,
        UsageDimensions by,
        PriceBook book
    )
    {
        var grouping = new UsageGrouping(by);
        var result = groups
            .GroupBy(group => KeysOf(group.Usage, grouping))
            .Select(same => new UsageCostGroup(
                SumOf(same.Key, same, grouping.Has(UsageDimensions.User)),
                UsageCost.Of([.. same], book)
            ))
            .ToList();
        result.Sort(static (a, b) => UsageGroupOrder.Instance.Compare(a.Usage, b.Usage));
        return result;
    }

    private static UsageGroup KeysOf(UsageGroup group, UsageGrouping grouping) =>
        group.Key() with
        {
            Model = grouping.Has(UsageDimensions.Model) ? group.Model : null,
            Source = grouping.Has(UsageDimensions.Source) ? group.Source : null,
            IsBatch = grouping.Has(UsageDimensions.Batch) ? group.IsBatch : null,
        };

    private static UsageGroup SumOf(UsageGroup keys, IEnumerable<PricedGroup> parts, bool withName) =>
        keys with
        {
            UserName = withName
                ? parts.Select(part => part.Usage.UserName).LastOrDefault(name => name is not null)
                : null,
            Count = parts.Sum(part => part.Usage.Count),
            Calls = parts.Sum(part => part.Usage.Calls),
            PromptTokens = parts.Sum(part => part.Usage.PromptTokens),
            CompletionTokens = parts.Sum(part => part.Usage.CompletionTokens),
            CachedPromptTokens = parts.Sum(part => part.Usage.CachedPromptTokens),
            TotalTokens = parts.Sum(part => part.Usage.TotalTokens),
            EstimatedTokens = parts.Sum(part => part.Usage.EstimatedTokens),
        };
}
