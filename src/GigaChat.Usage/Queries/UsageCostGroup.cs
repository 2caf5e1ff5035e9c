using GigaChat.Usage.Pricing;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage;

/// <summary>The usage and cost of one group.</summary>
public sealed class UsageCostGroup
{
    private static readonly UsageGroup NoKeys = new();

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
        NoKeys with
        {
            Operation = group.Operation,
            Model = grouping.Has(UsageDimensions.Model) ? group.Model : null,
            UserId = group.UserId,
            AccessToken = group.AccessToken,
            AccessTokenType = group.AccessTokenType,
            Platform = group.Platform,
            Source = grouping.Has(UsageDimensions.Source) ? group.Source : null,
            Outcome = group.Outcome,
            IsBatch = grouping.Has(UsageDimensions.Batch) ? group.IsBatch : null,
            Day = group.Day,
            Hour = group.Hour,
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
