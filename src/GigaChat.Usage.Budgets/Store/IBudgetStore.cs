namespace GigaChat.Usage;

/// <summary>
/// Counts the used and reserved amounts of budgets. Implementations must be safe for concurrent use; any exception
/// means that the store cannot be queried.
/// </summary>
/// <remarks>
/// A store may delete a counter, or lose it, at any time: it then reports that the counter is not open, and the budgets
/// open it again from the recorded usage.
/// </remarks>
public interface IBudgetStore
{
    /// <summary>
    /// Prepares for the first call, such as by opening connections and running what a call runs; leaves no trace. The
    /// default does nothing.
    /// </summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    ValueTask WarmUpAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Opens those of the counters that are not open.</summary>
    /// <param name="counters">The counters.</param>
    /// <param name="used">Gets the earlier use of those counters that the store does not have, in their order.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    ValueTask OpenAsync(
        IReadOnlyList<BudgetCounter> counters,
        Func<IReadOnlyList<BudgetCounter>, CancellationToken, Task<IReadOnlyList<IReadOnlyList<BudgetUse>>>> used,
        CancellationToken cancellationToken
    );

    /// <summary>Reserves all charges or none, atomically.</summary>
    /// <param name="reservation">The reservation's id; each is used once.</param>
    /// <param name="charges">The charges, in the order of their budgets' names.</param>
    /// <param name="now">The time of this process.</param>
    /// <param name="expiresAt">The time when the reservation is released if it is not settled.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; a canceled reservation reserves
    /// nothing, or is released when it expires.</param>
    /// <returns>The decision; <see cref="BudgetDecision.NotOpen"/> when a counter is not open.</returns>
    ValueTask<BudgetDecision> ReserveAsync(
        Guid reservation,
        IReadOnlyList<BudgetCharge> charges,
        DateTimeOffset now,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Releases a reservation that has not expired, and counts the actual use, once per id: it is called again when it
    /// threw, and when the result of a batch is read again.
    /// </summary>
    /// <param name="reservation">The reservation's id; for a use without a reservation, that of its record.</param>
    /// <param name="charges">The actual use of the same counters, in the same order.</param>
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
    /// <param name="percent">The threshold, in percent.</param>
    /// <param name="now">The time of this process.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns><c>true</c> if neither it nor a higher one was marked in this period before, by any process; otherwise,
    /// <c>false</c>.</returns>
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
