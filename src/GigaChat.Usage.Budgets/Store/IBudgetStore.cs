namespace GigaChat.Usage;

/// <summary>Counts what is used and reserved of budgets. Implementations must be safe for concurrent use; any exception
/// means that the store cannot be queried.</summary>
/// <remarks>
/// A store may forget a counter, or lose it, at any time: it then reports that the counter is not open, and the budgets
/// open it again from the recorded usage.
/// </remarks>
public interface IBudgetStore
{
    /// <summary>Makes counters ready, those that are not yet.</summary>
    /// <param name="counters">The counters.</param>
    /// <param name="used">Gets what was used before of those counters that the store does not know, in their
    /// order.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    ValueTask OpenAsync(
        IReadOnlyList<BudgetCounter> counters,
        Func<IReadOnlyList<BudgetCounter>, CancellationToken, Task<IReadOnlyList<IReadOnlyList<BudgetUse>>>> used,
        CancellationToken cancellationToken
    );

    /// <summary>Reserves all charges or none, in one step that no other caller can come between.</summary>
    /// <param name="reservation">The reservation's id; each is used once.</param>
    /// <param name="charges">The charges, in the order of their budgets' names.</param>
    /// <param name="now">The time of this process.</param>
    /// <param name="expiresAt">When the reservation is free again if nobody settles it.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; a canceled reservation holds
    /// nothing, or is free when it expires.</param>
    /// <returns>The decision; <see cref="BudgetDecision.NotOpen"/> when a counter is not open.</returns>
    ValueTask<BudgetDecision> ReserveAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Frees a reservation, if it still holds, and counts what was really used, once for each id: it is called again
    /// when it threw, and when the result
    /// of a batch is read again.
    /// </summary>
    /// <param name="reservation">The reservation's id; for a use that was not reserved, that of its record.</param>
    /// <param name="charges">What was used of the same counters, in the same order.</param>
    /// <param name="now">The time of this process.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The figures of each counter afterwards; null when a counter is not open, and nothing was
    /// changed.</returns>
    ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Marks a threshold as reached.</summary>
    /// <param name="counter">The counter.</param>
    /// <param name="percent">The threshold.</param>
    /// <param name="now">The time of this process.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>Whether neither it nor a higher one was marked in this period before, by any process.</returns>
    ValueTask<bool> TryMarkAsync(
        BudgetCounter counter,
        int percent,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Gets the figures of counters.</summary>
    /// <param name="counters">The counters.</param>
    /// <param name="now">The time of this process.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The figures, in the order of the counters; null for those that are not open.</returns>
    ValueTask<IReadOnlyList<BudgetCount?>> ReadAsync(
        IReadOnlyList<BudgetCounter> counters,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );
}
