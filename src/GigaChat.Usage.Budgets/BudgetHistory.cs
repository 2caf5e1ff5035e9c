using GigaChat.Usage.Storage;

namespace GigaChat.Usage.Budgets;

/// <summary>The recorded use of a budget before its counters were opened.</summary>
internal static class BudgetHistory
{
    /// <summary>Gets the use of counters of one budget, in their order, with one query for all of a period.</summary>
    /// <param name="usage">The service that reads it.</param>
    /// <param name="budget">The budget.</param>
    /// <param name="counters">Its counters, of one period.</param>
    /// <param name="before">The start of the first call that is counted separately: its record may be stored
    /// already.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static async Task<IReadOnlyList<IReadOnlyList<BudgetUse>>> UsedAsync(
        GigaChatTokenUsage usage,
        UsageBudget budget,
        IReadOnlyList<BudgetCounter> counters,
        DateTimeOffset before,
        CancellationToken cancellationToken
    )
    {
        var end = before.AddTicks(-1);
        var uses = counters.Select(static _ => new List<BudgetUse>()).ToList();
        foreach (var period in Periods(budget, counters))
        {
            var (_, first) = period[0];
            var start = first.Window is { } window ? end - window : first.PeriodStart;
            if (start > end)
                continue;
            var places = period.ToDictionary(
                static item => item.Item.Key ?? "",
                static item => item.Index,
                StringComparer.Ordinal
            );
            var filter = FilterOf(budget, [.. places.Keys]) with { From = start, To = before };
            var tag = budget.FittedTagKey;
            var dimension = DimensionOf(budget.Scope);
            if (first.Window is null && !budget.IsInRubles)
            {
                // A sum that rollups by user and by access token contain too, also after the records are deleted.
                foreach (
                    var group in await usage
                        .AggregateAsync(filter, dimension, cancellationToken, tagKey: tag)
                        .ConfigureAwait(false)
                )
                    Add(group, end, group.TotalTokens);
                continue;
            }

            var by = dimension | (first.Window is null ? UsageDimensions.None : UsageDimensions.Hour);
            foreach (var group in await usage.GetCostByAsync(by, tag, filter, cancellationToken).ConfigureAwait(false))
            {
                Add(
                    group.Usage,
                    EndOf(group.Usage.Hour, end),
                    budget.IsInRubles ? UsageBudget.UnitsOf(group.Cost.Rubles) : group.Usage.TotalTokens
                );
            }

            void Add(UsageGroup group, DateTimeOffset at, long amount)
            {
                if (places.TryGetValue(KeyOf(budget.Scope, group) ?? "", out var place))
                    uses[place].Add(new BudgetUse(at, amount));
            }
        }

        return uses;
    }

    /// <summary>
    /// Gets the counters of each period. Those of values of a tag are queried one by one: a store may add up values
    /// beyond its daily limit, and only a filter by value is exact for these.
    /// </summary>
    private static IEnumerable<(int Index, BudgetCounter Item)[]> Periods(
        UsageBudget budget,
        IReadOnlyList<BudgetCounter> counters
    ) =>
        budget.Scope == BudgetScope.Tag
            ? counters.Index().Select(static item => new[] { item })
            : counters
                .Index()
                .GroupBy(static item => (item.Item.PeriodStart, item.Item.Window))
                .Select(static period => period.ToArray());

    private static DateTimeOffset EndOf(DateTimeOffset? hour, DateTimeOffset end) =>
        hour?.AddHours(1) < end ? hour.Value.AddHours(1) : end;

    private static UsageDimensions DimensionOf(BudgetScope scope) =>
        scope switch
        {
            BudgetScope.User => UsageDimensions.User,
            BudgetScope.AccessToken => UsageDimensions.AccessToken,
            BudgetScope.AccessTokenType => UsageDimensions.AccessTokenType,
            BudgetScope.Platform => UsageDimensions.Platform,
            BudgetScope.Model => UsageDimensions.Model,
            _ => UsageDimensions.None,
        };

    private static string? KeyOf(BudgetScope scope, UsageGroup group) =>
        scope switch
        {
            BudgetScope.User => group.UserId,
            BudgetScope.AccessToken => group.AccessToken,
            BudgetScope.AccessTokenType => group.AccessTokenType,
            BudgetScope.Platform => group.Platform,
            BudgetScope.Tag => group.TagValue,
            BudgetScope.Model => group.Model,
            _ => null,
        };

    /// <summary>
    /// Creates a filter for all keys; a reader that supports only one key returns others too, which are then skipped.
    /// </summary>
    private static UsageFilter FilterOf(UsageBudget budget, string[] keys) =>
        (budget.Scope, keys) switch
        {
            (BudgetScope.Total, _) => UsageFilter.All,
            (BudgetScope.User, [var key]) => new UsageFilter { UserId = key },
            (BudgetScope.AccessToken, [var key]) => new UsageFilter { AccessToken = key },
            (BudgetScope.AccessTokenType, [var key]) => new UsageFilter { AccessTokenType = key },
            (BudgetScope.Platform, [var key]) => new UsageFilter { Platform = key },
            (BudgetScope.Model, [var key]) => new UsageFilter { Model = key },
            (BudgetScope.Tag, [var key]) => new UsageFilter { Tags = UsageTags.Of(budget.FittedTagKey!, key) },
            _ => new UsageFilter { Among = new UsageKeySet(DimensionOf(budget.Scope), keys) },
        };
}
