namespace GigaChat.Usage;

/// <summary>Counts what is used and reserved of budgets. Implementations must be safe for concurrent use; whatever they throw means that they cannot be asked.</summary>
public interface IBudgetStore
{
    /// <summary>Makes a counter ready; called once a counter and process before anything else is asked of it.</summary>
    /// <param name="counter">The counter.</param>
    /// <param name="used">Tells what was used before, when the store does not know the counter yet.</param>
    /// <param name="ct">Cancels the opening.</param>
    ValueTask OpenAsync(BudgetCounter counter, Func<CancellationToken, Task<IReadOnlyList<BudgetUse>>> used, CancellationToken ct);

    /// <summary>Reserves all charges or none, in one step that no other caller can come between.</summary>
    /// <param name="reservation">The reservation's id; each is used once.</param>
    /// <param name="charges">The charges, in the order of their counters' ids.</param>
    /// <param name="now">The time.</param>
    /// <param name="expiresAt">When the reservation is free again if nobody settles it.</param>
    /// <param name="ct">Cancels the reservation; it is then made whole or not at all, and expires.</param>
    ValueTask<BudgetDecision> ReserveAsync(Guid reservation, IReadOnlyList<BudgetCharge> charges, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken ct);

    /// <summary>Frees a reservation, if it still holds, and counts what was really used, once for each id: it is asked again when it threw, and when the result of a batch is read again.</summary>
    /// <param name="reservation">The reservation's id; for a use that was not reserved, that of its record.</param>
    /// <param name="charges">What was used of the same counters, in the same order.</param>
    /// <param name="now">The time.</param>
    /// <param name="ct">Cancels the settlement.</param>
    /// <returns>What stands on each counter afterwards.</returns>
    ValueTask<IReadOnlyList<BudgetCount>> SettleAsync(Guid reservation, IReadOnlyList<BudgetCharge> charges, DateTimeOffset now, CancellationToken ct);

    /// <summary>Notes that a threshold was reached.</summary>
    /// <param name="counter">The counter.</param>
    /// <param name="percent">The threshold.</param>
    /// <param name="now">The time.</param>
    /// <param name="ct">Cancels the note.</param>
    /// <returns>Whether neither it nor a higher one was noted in this period before, by any process.</returns>
    ValueTask<bool> TryMarkAsync(BudgetCounter counter, int percent, DateTimeOffset now, CancellationToken ct);

    /// <summary>What stands on counters.</summary>
    /// <param name="counters">The counters.</param>
    /// <param name="now">The time.</param>
    /// <param name="ct">Cancels the question.</param>
    ValueTask<IReadOnlyList<BudgetCount>> ReadAsync(IReadOnlyList<BudgetCounter> counters, DateTimeOffset now, CancellationToken ct);
}
