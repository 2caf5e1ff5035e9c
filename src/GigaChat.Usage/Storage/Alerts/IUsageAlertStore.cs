namespace GigaChat.Usage;

/// <summary>
/// Stores alerts and the notifications that are to be delivered, so that each is sent once, whatever the number of
/// processes and however often they restart. The dashboard lists its alerts.
/// </summary>
/// <remarks>Implementations must be safe for concurrent use. Any exception means that the store cannot be used at
/// present; evaluation and delivery try again.</remarks>
public interface IUsageAlertStore
{
    /// <summary>Decides on changes and writes them, as one step among all processes that share the store.</summary>
    /// <param name="observed">The keys that are observed now.</param>
    /// <param name="now">The time of this process.</param>
    /// <param name="decide">Decides on the changes from the stored alerts. It has no side effects: it is called again
    /// after a conflict with another process.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The changes that were written, without the alerts that another process had already opened.</returns>
    ValueTask<UsageAlertChanges> UpdateAsync(
        IReadOnlyCollection<UsageAlertKey> observed,
        DateTimeOffset now,
        Func<UsageAlertState, UsageAlertChanges> decide,
        CancellationToken cancellationToken = default
    );

    /// <summary>Gets the newest alerts, open ones first, then by the time they were opened, newest first.</summary>
    /// <param name="count">The maximum number of alerts, 1 or more.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    ValueTask<IReadOnlyList<UsageAlert>> ListAsync(int count, CancellationToken cancellationToken = default);

    /// <summary>
    /// Claims the first delivery of a sink that is due and has no earlier one of its rule before it. No other process
    /// gets it until the lease ends.
    /// </summary>
    /// <param name="sink">The name of the sink.</param>
    /// <param name="now">The time of this process.</param>
    /// <param name="lease">The time after which the claim ends, so that another process attempts it.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The delivery with its claim; null when none is due.</returns>
    ValueTask<UsageAlertDelivery?> ClaimAsync(
        string sink,
        DateTimeOffset now,
        TimeSpan lease,
        CancellationToken cancellationToken = default
    );

    /// <summary>Ends a claimed delivery: it was delivered, or is given up.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="now">The time of this process.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    ValueTask CompleteAsync(
        UsageAlertDelivery delivery,
        DateTimeOffset now,
        CancellationToken cancellationToken = default
    );

    /// <summary>Ends the claim of a delivery that failed.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="nextAttemptAt">The time of the next attempt.</param>
    /// <param name="error">The type of the error, without its text.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    ValueTask PostponeAsync(
        UsageAlertDelivery delivery,
        DateTimeOffset nextAttemptAt,
        string error,
        CancellationToken cancellationToken = default
    );

    /// <summary>Gets the deliveries that wait, by sink.</summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    ValueTask<IReadOnlyList<UsageAlertBacklog>> GetBacklogAsync(CancellationToken cancellationToken = default);
}
