using System.Runtime.CompilerServices;
using GigaChat.Usage.Budgets;

namespace GigaChat.Usage;

/// <content>Before a call: its estimate is reserved on every budget that applies.</content>
public sealed partial class GigaChatBudgets
{
    /// <summary>Reserves a call's estimate on every budget that applies.</summary>
    /// <returns>The reservation, or the reason why there is none; neither when no budget applies, or the call is sent
    /// without being counted.</returns>
    internal ValueTask<(BudgetTicket? Ticket, BudgetVerdict? Verdict)> ReserveAsync(
        Guid id,
        in BudgetCall call,
        CancellationToken cancellationToken
    )
    {
        var now = _time.GetUtcNow();
        if (Charge(id, call, now, isEstimate: true, out var verdict) is not { } ticket)
            return new((null, verdict));
        if (ticket.Charges.Length == 0)
            return new((ticket, null));
        if (_isInProcess && BudgetOpenings.AreOpen(ticket))
        {
            // Takes less than a microsecond, and never waits.
            var deciding = _store.ReserveAsync(
                id,
                ticket.Charges,
                now,
                now + Options.ReservationLease,
                cancellationToken
            );
            if (deciding.IsCompletedSuccessfully && deciding.GetAwaiter().GetResult() is { IsNotOpen: false } decision)
                return new(Decide(ticket, decision, now));
            BudgetOpenings.Close(ticket);
        }

        return _circuit.Allows()
            ? AwaitAsync(ticket, now, cancellationToken)
            : new(Unavailable(ticket, BudgetCircuit.NotAsked()));
    }

    /// <summary>
    /// Waits for a decision no longer than allowed, so that a database that does not respond delays no call.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(BudgetTicket? Ticket, BudgetVerdict? Verdict)> AwaitAsync(
        BudgetTicket ticket,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        // Canceled with the wait, so that a store need not do work that nobody waits for any more.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var deciding = OpenAndReserveAsync(ticket, now, patience.Token);
        try
        {
            var decision = await deciding
                .WaitAsync(Options.StoreTimeout, Limits, cancellationToken)
                .ConfigureAwait(false);
            _circuit.Succeed();
            return Decide(ticket, decision, now);
        }
        catch (Exception error) when (!error.IsCancellationBy(cancellationToken))
        {
            _circuit.Fail();
            await GiveUpAsync(ticket, deciding, patience).ConfigureAwait(false);
            return Unavailable(ticket, error);
        }
        catch (OperationCanceledException)
        {
            await GiveUpAsync(ticket, deciding, patience).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask GiveUpAsync(
        BudgetTicket ticket,
        Task<BudgetDecision> deciding,
        CancellationTokenSource patience
    )
    {
        await patience.CancelAsync().ConfigureAwait(false);
        Run(FreeAsync(ticket, deciding));
    }

    private async Task<BudgetDecision> OpenAndReserveAsync(
        BudgetTicket ticket,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var isSettling = Array.Exists(ticket.Charges, static charge => !charge.Counter.Settling.IsCompleted);
        for (var tried = 1; ; tried++)
        {
            await _openings.OpenAsync(ticket, cancellationToken).ConfigureAwait(false);
            var decision = await _store
                .ReserveAsync(ticket.Id, ticket.Charges, now, now + Options.ReservationLease, cancellationToken)
                .ConfigureAwait(false);
            if (decision.RefusedBy is { } refusedBy && isSettling)
            {
                // Calls that have ended may have held more than they used: a caller that sends one after another is
                // not refused for its own previous call.
                isSettling = false;
                await ticket
                    .Charges[refusedBy]
                    .Counter.Settling.WaitAsync(OneSecond, Limits, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            if (!decision.IsNotOpen)
                return decision;
            if (tried == OpenTries)
                throw new InvalidOperationException(
                    "The store of the budgets loses counters immediately after they are opened."
                );

            // A row was deleted, or its period deleted by a process with a wrong clock: opened again from the recorded
            // usage (L33).
            BudgetOpenings.Close(ticket);
        }
    }

    /// <summary>
    /// Releases the amounts of a reservation that nobody waits for any more. One that failed has reserved nothing, or
    /// loses it when its lease expires.
    /// </summary>
    private async ValueTask FreeAsync(BudgetTicket ticket, Task<BudgetDecision> deciding)
    {
        await ((Task)deciding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (deciding.IsCompletedSuccessfully && (await deciding.ConfigureAwait(false)).IsGranted)
            await SettleAsync(
                    ticket with
                    {
                        Charges = [.. ticket.Charges.Select(static charge => charge with { Amount = 0 })],
                    }
                )
                .ConfigureAwait(false);
    }

    private (BudgetTicket? Ticket, BudgetVerdict? Verdict) Decide(
        BudgetTicket ticket,
        BudgetDecision decision,
        DateTimeOffset now
    )
    {
        if (decision.RefusedBy is not { } refusedBy)
            return (ticket, null);
        var (budget, charge, count) = (ticket.Budgets[refusedBy], ticket.Charges[refusedBy], decision.Count);
        _metrics?.Refused(budget.Name);
        Refusals.Add(budget.Name, charge.Counter.Key, now);
        if (_thresholds.IsDue(budget, charge.Counter, count.Used, refused: true))
            Run(MarkAsync(budget, charge.Counter, count.Used, refused: true));
        return (
            null,
            new BudgetVerdict(
                budget,
                charge.Counter.Key,
                BudgetRefusal.LimitReached,
                budget.AmountOf(count.Used),
                budget.AmountOf(count.Reserved),
                budget.AmountOf(charge.Amount),
                RetryAfter(budget, charge, count, now)
            )
        );
    }

    /// <returns>The time; null when the call can never fit.</returns>
    private static TimeSpan? RetryAfter(UsageBudget budget, BudgetCharge charge, BudgetCount count, DateTimeOffset now)
    {
        if (charge.Amount > budget.Limit)
            return null;
        if (charge.Amount <= budget.Limit - count.Used)
            return OneSecond; // Calls in flight are all that is in the way.
        var free = (charge.Counter.Window is null ? charge.Counter.PeriodEnd : count.FreeAt ?? now) - now;
        return free < OneSecond ? OneSecond : free;
    }

    private (BudgetTicket? Ticket, BudgetVerdict? Verdict) Unavailable(BudgetTicket ticket, Exception error)
    {
        var strict = Array.FindIndex(ticket.Budgets, static budget => budget.Action != BudgetAction.Warn);
        var refused = Options.WhenUnknown == BudgetFailureMode.Closed && strict >= 0;
        (refused ? ref _refused : ref _sent).Add(_time.GetUtcNow());
        Unknown(error, ticket.Budgets[Math.Max(0, strict)], BudgetRefusal.StoreUnavailable, refused);

        // The usage is still counted when the call has ended: the store may be available by then.
        if (!refused)
            return (ticket, null);
        var verdict = new BudgetVerdict(
            ticket.Budgets[strict],
            ticket.Charges[strict].Counter.Key,
            BudgetRefusal.StoreUnavailable,
            0m,
            0m,
            0m,
            TimeSpan.FromSeconds(30)
        );
        return (null, verdict with { Error = error });
    }
}
