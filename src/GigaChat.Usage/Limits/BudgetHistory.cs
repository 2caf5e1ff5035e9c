namespace GigaChat.Usage;

/// <summary>What recorded usage says was used of a budget before its counter was opened.</summary>
internal static class BudgetHistory
{
    public static async Task<IReadOnlyList<BudgetUse>> UsedAsync(
        GigaChatTokenUsage usage, UsageBudget budget, BudgetCounter counter, DateTimeOffset now, CancellationToken ct)
    {
        var filter = FilterOf(budget.Scope, counter.Key) with { StartDate = counter.Window is { } window ? now - window : counter.PeriodStart, EndDate = now };
        var groups = await usage.GetCostByAsync(counter.Window is null ? UsageDimensions.None : UsageDimensions.Hour, filter, ct).ConfigureAwait(false);
        return [.. groups.Select(group => new BudgetUse(EndOf(group.Usage.Hour, now), budget.IsInRubles ? UsageBudget.UnitsOf(group.Cost.Rubles) : group.Usage.TotalTokens))];
    }

    private static DateTimeOffset EndOf(DateTimeOffset? hour, DateTimeOffset now) => hour?.AddHours(1) < now ? hour.Value.AddHours(1) : now;

    private static UsageFilter FilterOf(BudgetScope scope, string? key) => scope switch
    {
        BudgetScope.User => new UsageFilter { UserId = key },
        BudgetScope.AccessToken => new UsageFilter { AccessToken = key },
        BudgetScope.AccessTokenType => new UsageFilter { AccessTokenType = key },
        BudgetScope.Platform => new UsageFilter { Platform = key },
        _ => UsageFilter.All,
    };
}
