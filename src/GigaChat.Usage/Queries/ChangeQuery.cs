namespace GigaChat.Usage.Queries;

/// <summary>Compares the cost of two periods by groups.</summary>
internal sealed class ChangeQuery(GigaChatTokenUsage usage, UsageFilter period, UsageFilter before)
{
    /// <summary>The dimensions that a change can be explained by.</summary>
    public const UsageDimensions Known =
        UsageDimensions.Operation
        | UsageDimensions.Model
        | UsageDimensions.User
        | UsageDimensions.AccessToken
        | UsageDimensions.AccessTokenType
        | UsageDimensions.Platform
        | UsageDimensions.Source
        | UsageDimensions.Outcome
        | UsageDimensions.Topic
        | UsageDimensions.Generation;

    private static readonly UsageGroup NoKeys = new();

    public async Task<UsageChanges> ReadAsync(
        UsageDimensions by,
        IReadOnlyList<string> tagKeys,
        CancellationToken cancellationToken
    )
    {
        var cost = await usage.GetCostAsync(period, cancellationToken).ConfigureAwait(false);
        var costBefore = await usage.GetCostAsync(before, cancellationToken).ConfigureAwait(false);
        var lists = new List<UsageChangeList>();
        foreach (var dimension in Enum.GetValues<UsageDimensions>())
        {
            if (dimension == UsageDimensions.None || (by & dimension) == 0)
                continue;
            lists.Add(
                new UsageChangeList(
                    dimension,
                    Order(await ByAsync(dimension, null, cancellationToken).ConfigureAwait(false), cost, costBefore)
                )
            );
        }

        var tags = new List<UsageChangeList>();
        foreach (var key in tagKeys)
        {
            var values = await ByAsync(UsageDimensions.None, key, cancellationToken).ConfigureAwait(false);
            tags.Add(new UsageChangeList(UsageDimensions.None, Order(values, cost, costBefore), key));
        }

        return new UsageChanges
        {
            Period = period,
            ComparedWith = before,
            Cost = cost,
            CostBefore = costBefore,
            Dimensions = lists,
            Tags = tags,
        };
    }

    private async Task<IEnumerable<UsageChange>> ByAsync(
        UsageDimensions dimension,
        string? tagKey,
        CancellationToken cancellationToken
    )
    {
        var now = await usage.GetCostByAsync(dimension, tagKey, period, cancellationToken).ConfigureAwait(false);
        var then = await usage.GetCostByAsync(dimension, tagKey, before, cancellationToken).ConfigureAwait(false);
        return now.Select(static group => Change(group, isBefore: false))
            .Concat(then.Select(static group => Change(group, isBefore: true)))
            .GroupBy(change => tagKey is null ? change.KeyOf(dimension) : change.Keys.TagValue, StringComparer.Ordinal)
            .Select(static same => same.Aggregate(static (sum, next) => sum.Plus(next)));
    }

    private static UsageChange Change(UsageCostGroup group, bool isBefore) =>
        new()
        {
            Keys = group.Usage.Key() with { UserName = group.Usage.UserName },
            Rubles = isBefore ? 0 : group.Cost.Rubles,
            RublesBefore = isBefore ? group.Cost.Rubles : 0,
            Tokens = isBefore ? 0 : group.Usage.TotalTokens,
            TokensBefore = isBefore ? group.Usage.TotalTokens : 0,
            Calls = isBefore ? 0 : group.Usage.Calls,
            CallsBefore = isBefore ? group.Usage.Calls : 0,
            UnpricedTokens = isBefore ? 0 : group.Cost.UnpricedTokens,
            UnpricedTokensBefore = isBefore ? group.Cost.UnpricedTokens : 0,
        };

    /// <summary>Sorts the groups, and adds what they lack of the whole.</summary>
    private static IReadOnlyList<UsageChange> Order(
        IEnumerable<UsageChange> changes,
        UsageCost cost,
        UsageCost costBefore
    )
    {
        var list = changes.ToList();
        var rest = new UsageChange
        {
            Keys = NoKeys,
            IsRemainder = true,
            Rubles = cost.Rubles - list.Sum(static change => change.Rubles),
            RublesBefore = costBefore.Rubles - list.Sum(static change => change.RublesBefore),
            Tokens = cost.Tokens - list.Sum(static change => change.Tokens),
            TokensBefore = costBefore.Tokens - list.Sum(static change => change.TokensBefore),
            Calls = 0,
            CallsBefore = 0,
        };
        if (rest is not { Rubles: 0, RublesBefore: 0, Tokens: 0, TokensBefore: 0 })
            list.Add(rest);
        return
        [
            .. list.OrderByDescending(static change => Math.Abs(change.Difference))
                .ThenByDescending(static change => Math.Abs(change.Tokens - change.TokensBefore))
                .ThenByDescending(static change => change.Tokens),
        ];
    }
}
