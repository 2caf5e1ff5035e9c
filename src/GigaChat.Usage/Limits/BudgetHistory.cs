namespace GigaChat.Usage;

/// <summary>What recorded usage says was used of a budget before its counter was opened.</summary>
internal static class BudgetHistory
{
    /// <param name="usage">Tells it.</param>
    /// <param name="budget">The budget.</param>
    /// <param name="counter">Its counter.</param>
    /// <param name="before">The start of the first call that is counted by itself: its record may be stored already.</param>
    /// <param name="ct">Cancels the question.</param>
    public static async Task<IReadOnlyList<BudgetUse>> UsedAsync(
        GigaChatTokenUsage usage, UsageBudget budget, BudgetCounter counter, DateTimeOffset before, CancellationToken ct)
    {
        var end = before.AddTicks(-1);
        var start = counter.Window is { } window ? end - window : counter.PeriodStart;
        if (start > end)
            return [];
        var filter = FilterOf(budget.Scope, counter.Key) with { StartDate = start, EndDate = end };
        if (counter.Window is null && !budget.IsInRubles)
        {
            // A sum that rollups by user and by access token tell too, and go on telling when the records are deleted.
            return [new BudgetUse(end, (await usage.GetTotalsAsync(filter, ct).ConfigureAwait(false)).Tokens)];
        }

        var groups = await usage.GetCostByAsync(counter.Window is null ? UsageDimensions.None : UsageDimensions.Hour, filter, ct).ConfigureAwait(false);
        return [.. groups.Select(group => new BudgetUse(EndOf(group.Usage.Hour, end), budget.IsInRubles ? UsageBudget.UnitsOf(group.Cost.Rubles) : group.Usage.TotalTokens))];
    }

    private static DateTimeOffset EndOf(DateTimeOffset? hour, DateTimeOffset end) => hour?.AddHours(1) < end ? hour.Value.AddHours(1) : end;

    private static UsageFilter FilterOf(BudgetScope scope, string? key) => scope switch
    {
        BudgetScope.User => new UsageFilter { UserId = key },
        BudgetScope.AccessToken => new UsageFilter { AccessToken = key },
        BudgetScope.AccessTokenType => new UsageFilter { AccessTokenType = key },
        BudgetScope.Platform => new UsageFilter { Platform = key },
        _ => UsageFilter.All,
    };
}
