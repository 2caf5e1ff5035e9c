using GigaChat.Usage.Budgets;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage;

/// <content>The use of one key, which this process need not have seen.</content>
public sealed partial class GigaChatBudgets
{
    /// <summary>
    /// Gets the use of the budgets of one user, token, type, platform, value of a tag or model, whether or not this
    /// process has seen it. Nothing is written: where no call has used a budget in its period yet, the result is its
    /// recorded usage.
    /// </summary>
    /// <param name="scope">The scope of the budgets.</param>
    /// <param name="key">The key, as it is stored with records.</param>
    /// <param name="tagKey">The key of the tag; null for other scopes than <see cref="BudgetScope.Tag"/>.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The status of each budget that applies to the key, in the order of their names.</returns>
    public async Task<IReadOnlyList<BudgetStatus>> GetStatusOfAsync(
        BudgetScope scope,
        string key,
        string? tagKey = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(key);
        var (fitted, fittedTag) = (
            UsageBudget.FitKey(scope, key),
            UsageRecordLimits.FitId(tagKey, UsageRecordLimits.TagKey)
        );
        if (scope == BudgetScope.Total || fitted is null)
            return [];
        var now = _time.GetUtcNow();
        var result = new List<BudgetStatus>();
        foreach (var clock in _clocks)
        {
            var budget = clock.Budget;
            if (
                budget.Scope != scope
                || !string.Equals(budget.FittedTagKey, fittedTag, StringComparison.Ordinal)
                || (budget.FittedKey is { } only && !string.Equals(only, fitted, StringComparison.Ordinal))
            )
                continue;
            var counter = clock.Peek(fitted, now);
            var counts = await _store.ReadAsync([counter], now, cancellationToken).ConfigureAwait(false);
            var count = counts[0] ?? await RecordedAsync(budget, counter, now, cancellationToken).ConfigureAwait(false);
            result.Add(StatusOf(budget, counter, count));
        }

        return result;
    }

    private async Task<BudgetCount> RecordedAsync(
        UsageBudget budget,
        BudgetCounter counter,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        // Up to now, and not only before a call: nothing is counted beside the records.
        var uses = await BudgetHistory
            .UsedAsync(_usage, budget, [counter], now.AddTicks(1), cancellationToken)
            .ConfigureAwait(false);
        return new BudgetCount(uses[0].Sum(static use => use.Amount), Reserved: 0);
    }

    private static BudgetStatus StatusOf(UsageBudget budget, BudgetCounter counter, BudgetCount count) =>
        new(
            budget,
            counter.Key,
            budget.AmountOf(count.Used),
            budget.AmountOf(count.Reserved),
            budget.AmountOf(budget.Limit),
            counter.Window is null ? counter.PeriodEnd : null
        );
}
