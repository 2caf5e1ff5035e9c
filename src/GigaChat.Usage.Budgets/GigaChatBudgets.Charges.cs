using GigaChat.Usage.Budgets;

namespace GigaChat.Usage;

/// <content>The amounts of a call, and the budgets that it is charged to.</content>
public sealed partial class GigaChatBudgets
{
    private BudgetTicket? Charge(
        Guid id,
        in BudgetCall call,
        DateTimeOffset now,
        bool isEstimate,
        out BudgetVerdict? verdict
    )
    {
        verdict = null;
        UsageBudget[]? budgets = null;
        BudgetCharge[]? charges = null;
        var (count, isBlind, isByModel) = (0, false, false);
        var clocks = _clocks;
        foreach (var clock in clocks)
        {
            var budget = clock.Budget;
            var key = call.KeyFor(budget);
            isByModel |= budget.Scope == BudgetScope.Model;
            if (budget.Scope == BudgetScope.Model && key is null && isEstimate)
            {
                isBlind = true;
                verdict = RefuseUnknown(budget, key, BudgetRefusal.ModelUnknown);
                if (verdict is not null)
                    break;
                continue;
            }

            if (
                budget.Scope != BudgetScope.Total
                && (
                    key is null || (budget.FittedKey is { } only && !string.Equals(only, key, StringComparison.Ordinal))
                )
            )
                continue;
            var amount = isEstimate ? EstimateOf(budget, call, now, key, ref verdict) : 0;
            isBlind |= isEstimate && (call.IsBodyUnseen || (budget.IsInRubles && call.Model is null));
            if (verdict is not null)
                break;
            (budgets ??= new UsageBudget[clocks.Length])[count] = budget;
            (charges ??= new BudgetCharge[clocks.Length])[count++] = new BudgetCharge(
                clock.CounterOf(key, now),
                amount,
                budget.Action == BudgetAction.Warn ? long.MaxValue : budget.Limit
            );
        }

        if (isBlind)
            _blind.Add(now);
        if (verdict is not null)
            return null;
        if (count == 0)
        {
            // The model that answers may be another than the request names, and have a budget.
            return isByModel && isEstimate ? new BudgetTicket(id, call.StartedAt ?? now, [], []) : null;
        }

        Array.Resize(ref budgets, count);
        Array.Resize(ref charges, count);
        return new BudgetTicket(id, call.StartedAt ?? now, budgets, charges);
    }

    private long EstimateOf(
        UsageBudget budget,
        in BudgetCall call,
        DateTimeOffset now,
        string? key,
        ref BudgetVerdict? verdict
    )
    {
        if (!budget.IsInRubles)
            return call.Tokens;
        if (call.Model is not null && _usage.Prices.Find(call.Model, now) is { } price)
            return UsageBudget.UnitsOf(
                price.RublesFor(call.Tokens, call.PromptTokens, call.CompletionTokens, 0, isBatch: false)
            );
        verdict = RefuseUnknown(
            budget,
            key,
            call.Model is null ? BudgetRefusal.ModelUnknown : BudgetRefusal.PriceMissing
        );
        return 0;
    }

    /// <summary>Reports that a call cannot be compared with a budget.</summary>
    /// <returns>The refusal of the call; null when it is sent.</returns>
    private BudgetVerdict? RefuseUnknown(UsageBudget budget, string? key, BudgetRefusal reason)
    {
        var refused = Options.WhenUnknown == BudgetFailureMode.Closed && budget.Action != BudgetAction.Warn;
        Unknown(null, budget, reason, refused);
        return refused ? new BudgetVerdict(budget, key, reason, 0m, 0m, 0m, RetryAfter: null) : null;
    }

    private long? AmountOf(UsageBudget budget, UsageRecord record) =>
        !budget.IsInRubles ? record.TotalTokens
        : record.TotalTokens == 0 && record.CachedPromptTokens is null or 0 ? 0
        : TokenCost.Of(record, _usage.Prices) is { } rubles ? UsageBudget.UnitsOf(rubles)
        : null;
}
