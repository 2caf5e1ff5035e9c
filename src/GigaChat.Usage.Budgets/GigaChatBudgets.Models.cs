using GigaChat.Usage.Budgets;

namespace GigaChat.Usage;

/// <content>Budgets by model, which count under the model of the record, as the recorded usage does.</content>
public sealed partial class GigaChatBudgets
{
    /// <summary>
    /// Gets the charges of budgets by model with a reservation for the model that the request names, if the response is
    /// of another one: these reservations are released with nothing used. A budget that is opened from the recorded
    /// usage, as after a restart, then has the same figure.
    /// </summary>
    /// <param name="ticket">The reservation.</param>
    /// <param name="record">The record of the call.</param>
    /// <param name="used">The use of each charge of the reservation; that of another model becomes 0.</param>
    /// <returns>The further use; null if there is none.</returns>
    private BudgetTicket? ByAnsweredModel(BudgetTicket ticket, UsageRecord record, BudgetCharge[] used)
    {
        if (UsageBudget.FitKey(BudgetScope.Model, record.Model) is not { } model)
            return null;
        List<UsageBudget>? budgets = null;
        List<BudgetCharge>? charges = null;
        foreach (var clock in _clocks)
        {
            var budget = clock.Budget;
            if (budget.Scope != BudgetScope.Model)
                continue;
            var index = Array.FindIndex(ticket.Budgets, held => held.Name == budget.Name);
            if (index >= 0)
            {
                if (string.Equals(used[index].Counter.Key, model, StringComparison.Ordinal))
                    continue;
                used[index] = used[index] with { Amount = 0 };
            }

            if (budget.FittedKey is { } only && !string.Equals(only, model, StringComparison.Ordinal))
                continue;
            (budgets ??= []).Add(budget);
            (charges ??= []).Add(
                new BudgetCharge(
                    clock.CounterOf(model, ticket.StartedAt, _time.GetUtcNow()),
                    AmountOf(budget, record) ?? (index < 0 ? 0 : ticket.Charges[index].Amount),
                    budget.Limit
                )
            );
        }

        return budgets is null
            ? null
            : new BudgetTicket(SecondIdOf(ticket.Id), ticket.StartedAt, [.. budgets], [.. charges!]);
    }

    /// <summary>Gets another id, always the same, under which a store counts the further use of a call once.</summary>
    private static Guid SecondIdOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        bytes[^1] ^= 0xff;
        return new Guid(bytes);
    }
}
