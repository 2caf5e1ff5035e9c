using System.Collections.Concurrent;

namespace GigaChat.Usage;

/// <summary>Opens counters with what is recorded of their period, each once.</summary>
internal sealed class BudgetOpenings(IBudgetStore store, GigaChatTokenUsage usage)
{
    /// <summary>Calls that are over and wait for their counters to be opened.</summary>
    private readonly ConcurrentDictionary<Guid, BudgetTicket> _waiting = new();

    public static bool AreOpen(BudgetTicket ticket) => Array.TrueForAll(ticket.Charges, static charge => charge.Counter.IsOpen);

    /// <summary>Opens what of a ticket's counters is not open.</summary>
    public async Task OpenAsync(BudgetTicket ticket)
    {
        for (var i = 0; i < ticket.Charges.Length; i++)
        {
            if (!ticket.Charges[i].Counter.IsOpen)
                await OpenAsync(ticket.Budgets[i], ticket.Charges[i].Counter, ticket.StartedAt).ConfigureAwait(false);
        }
    }

    /// <summary>Opens a counter once, however many calls ask for it; one that failed is tried again by the next call.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="counter">Its counter.</param>
    /// <param name="before">The start of the call that asks, which is counted by itself: its record may be stored by now.</param>
    public Task OpenAsync(UsageBudget budget, BudgetCounter counter, DateTimeOffset before)
    {
        lock (counter)
            return counter.Opening ??= OpenOnceAsync();

        async Task OpenOnceAsync()
        {
            // So that Opening is set before it can be taken away; never on the caller's context, which may be blocked (L28).
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            try
            {
                await store.OpenAsync(
                    counter, ct => BudgetHistory.UsedAsync(usage, budget, counter, FirstStart(counter, before), ct), CancellationToken.None).ConfigureAwait(false);
                counter.IsOpen = true;
            }
            catch
            {
                lock (counter)
                    counter.Opening = null;
                throw;
            }
        }
    }

    /// <summary>Keeps a call that is over out of the history of the counters that it waits for, since it will be counted by itself.</summary>
    public void KeepOut(BudgetTicket ticket) => _waiting[ticket.Id] = ticket;

    /// <summary>The call was counted, or given up.</summary>
    public void LetIn(BudgetTicket ticket) => _waiting.TryRemove(ticket.Id, out _);

    /// <summary>The start of the first call that will be counted on a counter by itself.</summary>
    private DateTimeOffset FirstStart(BudgetCounter counter, DateTimeOffset before) => _waiting.Values
        .Where(ticket => ticket.Charges.Any(charge => string.Equals(charge.Counter.Id, counter.Id, StringComparison.Ordinal)))
        .Select(static ticket => ticket.StartedAt).Append(before).Min();
}
