using GigaChat.Usage.EntityFrameworkCore;

namespace GigaChat.Usage;

/// <summary>
/// Stores alerts and their deliveries in the database of a usage store, for all processes that share it.
/// </summary>
/// <remarks>
/// A change of alerts is one transaction, and transactions that change them follow one another. Claims of deliveries end
/// by the database's clock, so that a process with a wrong clock cannot take another's. A connection that is found dead
/// is replaced once.
/// </remarks>
public sealed class EfUsageAlertStore : IUsageAlertStore
{
    private static readonly TimeSpan LastHour = TimeSpan.FromHours(1);

    private readonly EfUsageStore _store;
    private readonly DatabaseClock _clock;

    /// <summary>Initializes a new instance of the <see cref="EfUsageAlertStore"/> class.</summary>
    /// <param name="store">The store that provides the database.</param>
    public EfUsageAlertStore(EfUsageStore store)
        : this(store, databaseClock: null) { }

    /// <param name="store">The store that provides the database.</param>
    /// <param name="databaseClock">The clock that replaces the database's clock.</param>
    internal EfUsageAlertStore(EfUsageStore store, TimeProvider? databaseClock)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _clock = new DatabaseClock(store.Time, databaseClock);
    }

    /// <inheritdoc />
    public async ValueTask<UsageAlertChanges> UpdateAsync(
        IReadOnlyCollection<UsageAlertKey> observed,
        DateTimeOffset now,
        Func<UsageAlertState, UsageAlertChanges> decide,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentNullException.ThrowIfNull(decide);
        return await WriteAsync(session => UpdateAsync(session, observed, now, decide), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<UsageAlert>> ListAsync(
        int count,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return await ReadAsync(session => AlertRows.ListAsync(session, count), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask<UsageAlertDelivery?> ClaimAsync(
        string sink,
        DateTimeOffset now,
        TimeSpan lease,
        CancellationToken cancellationToken = default
    )
    {
        // Sinks look every few seconds, and mostly for nothing: only what waits is worth a transaction that writes.
        if (
            !await ReadAsync(session => AlertDeliveryRows.IsAnyWaitingAsync(session, sink), cancellationToken)
                .ConfigureAwait(false)
        )
            return null;
        return await WriteAsync(
                async session =>
                    await AlertDeliveryRows
                        .ClaimAsync(session, sink, now, await _clock.NowAsync(session).ConfigureAwait(false), lease)
                        .ConfigureAwait(false),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask CompleteAsync(
        UsageAlertDelivery delivery,
        DateTimeOffset now,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(delivery);
        await WriteAsync(session => AlertDeliveryRows.FinishAsync(session, delivery, now), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask PostponeAsync(
        UsageAlertDelivery delivery,
        DateTimeOffset nextAttemptAt,
        string error,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(error);
        await WriteAsync(
                session => AlertDeliveryRows.PostponeAsync(session, delivery, nextAttemptAt, error),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<UsageAlertBacklog>> GetBacklogAsync(
        CancellationToken cancellationToken = default
    ) => await ReadAsync(AlertDeliveryRows.BacklogAsync, cancellationToken).ConfigureAwait(false);

    private static async Task<UsageAlertChanges> UpdateAsync(
        UsageSession session,
        IReadOnlyCollection<UsageAlertKey> observed,
        DateTimeOffset now,
        Func<UsageAlertState, UsageAlertChanges> decide
    )
    {
        // Locks the row on PostgreSQL until the transaction ends; on SQLite a transaction that writes is alone anyway.
        await session
            .WriteSettingAsync(
                UsageSetting.AlertsChanged,
                now.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture)
            )
            .ConfigureAwait(false);
        var (sent, joined) = await AlertDeliveryRows.CountAsync(session, now - LastHour).ConfigureAwait(false);
        var changes = decide(
            new UsageAlertState
            {
                Current = await AlertRows.CurrentAsync(session).ConfigureAwait(false),
                Newest = await AlertRows.NewestAsync(session, observed).ConfigureAwait(false),
                SentInLastHour = sent,
                JoinedInLastHour = joined,
            }
        );
        var opened = new List<UsageAlert>();
        var stored = new HashSet<Guid>();
        foreach (var alert in changes.Opened)
        {
            if (await AlertRows.TryInsertAsync(session, alert).ConfigureAwait(false))
                opened.Add(alert);
            else
                stored.Add(alert.Id);
        }

        foreach (var alert in changes.Updated)
            await AlertRows.UpdateAsync(session, alert).ConfigureAwait(false);
        var deliveries = changes
            .Deliveries.Where(delivery => delivery.AlertId is not { } id || !stored.Contains(id))
            .ToList();
        foreach (var delivery in deliveries)
            await AlertDeliveryRows.InsertAsync(session, delivery).ConfigureAwait(false);
        if (changes.ForgetBefore is { } before)
            await AlertRows.ForgetAsync(session, before).ConfigureAwait(false);
        return changes with { Opened = opened, Deliveries = deliveries };
    }

    private async Task<T> ReadAsync<T>(Func<UsageSession, Task<T>> work, CancellationToken cancellationToken)
    {
        await _store.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _store.Database.ReadAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (_store.Database.Dialect.IsConnectionLost(error))
        {
            _store.Database.DropConnections();
            return await _store.Database.ReadAsync(work, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<T> WriteAsync<T>(Func<UsageSession, Task<T>> work, CancellationToken cancellationToken)
    {
        await _store.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _store.Database.WriteAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (_store.Database.Dialect.IsConnectionLost(error))
        {
            _store.Database.DropConnections();
            return await _store.Database.WriteAsync(work, cancellationToken).ConfigureAwait(false);
        }
    }
}
