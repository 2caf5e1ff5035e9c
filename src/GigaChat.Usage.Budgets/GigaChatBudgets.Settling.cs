using GigaChat.Usage.Budgets;

namespace GigaChat.Usage;

/// <content>After a call: its usage takes the place of the estimate.</content>
public sealed partial class GigaChatBudgets
{
    /// <summary>
    /// Replaces the estimate by the usage of the call; releases the estimate when the call left no record. Never
    /// throws.
    /// </summary>
    internal void Settle(BudgetTicket ticket, UsageRecord? record)
    {
        var used = new BudgetCharge[ticket.Charges.Length];
        for (var i = 0; i < used.Length; i++)
            used[i] = ticket.Charges[i] with
            {
                Amount = record is null ? 0 : AmountOf(ticket.Budgets[i], record) ?? ticket.Charges[i].Amount,
            };
        var answered = record is null ? null : ByAnsweredModel(ticket, record, used);
        if (used.Length > 0)
            Run(SettleAsync(ticket with { Charges = used }));
        if (answered is not null)
            Run(SettleAsync(answered));
    }

    /// <summary>Counts a use without a reservation, once per id. Never throws.</summary>
    internal void Count(UsageRecord record)
    {
        if (Charge(record.Id, BudgetCall.Of(record), _time.GetUtcNow(), isEstimate: false, out _) is not { } ticket)
            return;
        for (var i = 0; i < ticket.Charges.Length; i++)
            ticket.Charges[i] = ticket.Charges[i] with { Amount = AmountOf(ticket.Budgets[i], record) ?? 0 };
        Run(SettleAsync(ticket));
    }

    private async ValueTask SettleAsync(BudgetTicket ticket)
    {
        var counts = _isInProcess
            ? await CountAsync(ticket).ConfigureAwait(false)
            : await CountSharedAsync(ticket).ConfigureAwait(false);
        for (var i = 0; i < counts.Count; i++)
        {
            if (_thresholds.IsDue(ticket.Budgets[i], ticket.Charges[i].Counter, counts[i].Used, refused: false))
                await MarkAsync(ticket.Budgets[i], ticket.Charges[i].Counter, counts[i].Used, refused: false)
                    .ConfigureAwait(false);
        }
    }

    private async ValueTask<IReadOnlyList<BudgetCount>> CountSharedAsync(BudgetTicket ticket)
    {
        var counted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var charge in ticket.Charges)
            charge.Counter.Settling = counted.Task;
        try
        {
            return await CountAsync(ticket).ConfigureAwait(false);
        }
        finally
        {
            counted.SetResult();
        }
    }

    /// <returns>The figures of the counters afterwards; empty when they could not be reached.</returns>
    private async ValueTask<IReadOnlyList<BudgetCount>> CountAsync(BudgetTicket ticket)
    {
        if (BudgetOpenings.AreOpen(ticket) && await TrySettleAsync(ticket).ConfigureAwait(false) is { } settled)
            return settled;

        // Its counters are opened, or opened again, with the recorded usage, without this call, which is counted
        // separately.
        _openings.KeepOut(ticket);
        try
        {
            for (var tried = 1; ; tried++)
            {
                try
                {
                    await _openings.OpenAsync(ticket, CancellationToken.None).ConfigureAwait(false);
                    if (
                        await _store
                            .SettleAsync(ticket.Id, ticket.Charges, _time.GetUtcNow(), CancellationToken.None)
                            .ConfigureAwait(false) is
                        { } counts
                    )
                        return counts;
                    BudgetOpenings.Close(ticket);
                    if (tried < SettleTries)
                        continue;
                    BudgetLog.NotSettled(_logger, null);
                    return [];
                }
                catch (Exception error)
                {
                    if (tried >= SettleTries)
                    {
                        BudgetLog.NotSettled(_logger, error);
                        return [];
                    }
                }

                await Task.Delay(TimeSpan.FromSeconds(tried), _time).ConfigureAwait(false);
            }
        }
        finally
        {
            _openings.LetIn(ticket);
        }
    }

    /// <returns>The figures; null when the store could not count, or no longer has a counter.</returns>
    private async ValueTask<IReadOnlyList<BudgetCount>?> TrySettleAsync(BudgetTicket ticket)
    {
        try
        {
            var counts = await _store
                .SettleAsync(ticket.Id, ticket.Charges, _time.GetUtcNow(), CancellationToken.None)
                .ConfigureAwait(false);
            if (counts is null)
                BudgetOpenings.Close(ticket);
            return counts;
        }
        catch (Exception)
        {
            return null; // Tried again, and logged when that fails too.
        }
    }

    private async ValueTask MarkAsync(UsageBudget budget, BudgetCounter counter, long used, bool refused)
    {
        try
        {
            await _thresholds.MarkAsync(budget, counter, used, refused).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Unknown(error, budget, BudgetRefusal.StoreUnavailable, refused);
        }
    }
}
