namespace GigaChat.Usage;

/// <summary>Stores alerts in the memory of one process: alerts that last are sent again after a restart.</summary>
public sealed class InMemoryUsageAlertStore : IUsageAlertStore
{
    private static readonly TimeSpan LastHour = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, UsageAlert> _alerts = [];
    private readonly SortedDictionary<long, Row> _deliveries = [];
    private readonly TimeProvider _time;
    private long _sequence;

    /// <summary>Initializes a new instance of the <see cref="InMemoryUsageAlertStore"/> class.</summary>
    /// <param name="timeProvider">The clock of claims; null for the system's.</param>
    public InMemoryUsageAlertStore(TimeProvider? timeProvider = null) => _time = timeProvider ?? TimeProvider.System;

    /// <inheritdoc />
    public ValueTask<UsageAlertChanges> UpdateAsync(
        IReadOnlyCollection<UsageAlertKey> observed,
        DateTimeOffset now,
        Func<UsageAlertState, UsageAlertChanges> decide,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentNullException.ThrowIfNull(decide);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var keys = observed.ToHashSet();
            var recent = _deliveries
                .Values.Select(static row => row.Delivery)
                .Where(delivery => delivery.IsLimited && delivery.CreatedAt > now - LastHour)
                .ToList();
            var changes = decide(
                new UsageAlertState
                {
                    Current = [.. _alerts.Values.Where(static alert => alert.IsOpen || alert.IsHeld)],
                    Newest =
                    [
                        .. _alerts
                            .Values.Where(alert => keys.Contains(new UsageAlertKey(alert.Rule, alert.Key)))
                            .GroupBy(static alert => (alert.Rule, alert.Key))
                            .Select(static same => same.MaxBy(static alert => alert.Episode)!),
                    ],
                    SentInLastHour = recent.Select(static delivery => delivery.NotificationId).Distinct().Count(),
                    JoinedInLastHour = recent
                        .Where(static delivery => delivery.Rule == UsageAlertDelivery.JoinedRule)
                        .Select(static delivery => delivery.NotificationId)
                        .Distinct()
                        .Count(),
                }
            );
            foreach (var alert in changes.Opened.Concat(changes.Updated))
                _alerts[alert.Id] = alert;
            foreach (var delivery in changes.Deliveries)
            {
                _sequence++;
                _deliveries.Add(_sequence, new Row(delivery with { Sequence = _sequence }));
            }

            if (changes.ForgetBefore is { } before)
                Forget(before);
            return ValueTask.FromResult(changes);
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<UsageAlert>> ListAsync(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        lock (_gate)
            return ValueTask.FromResult<IReadOnlyList<UsageAlert>>([
                .. _alerts
                    .Values.OrderByDescending(static alert => alert.IsOpen)
                    .ThenByDescending(static alert => alert.OpenedAt)
                    .ThenBy(static alert => alert.Id)
                    .Take(count),
            ]);
    }

    /// <inheritdoc />
    public ValueTask<UsageAlertDelivery?> ClaimAsync(
        string sink,
        DateTimeOffset now,
        TimeSpan lease,
        CancellationToken cancellationToken = default
    )
    {
        var clock = _time.GetUtcNow();
        lock (_gate)
        {
            var (rules, first) = (new HashSet<string>(StringComparer.Ordinal), true);
            foreach (var row in _deliveries.Values.Where(row => row.IsWaiting && row.Delivery.Sink == sink))
            {
                var isJoined = row.Delivery.Rule == UsageAlertDelivery.JoinedRule;
                var isBehind = isJoined ? !first : rules.Contains(row.Delivery.Rule);
                if (!isBehind && row.Delivery.NextAttemptAt <= now && row.ClaimedUntil < clock)
                {
                    row.ClaimedUntil = clock + lease;
                    row.Delivery = row.Delivery with
                    {
                        Attempts = row.Delivery.Attempts + 1,
                        Claim = Guid.CreateVersion7(),
                    };
                    return ValueTask.FromResult<UsageAlertDelivery?>(row.Delivery);
                }

                if (isJoined)
                    break;
                first = false;
                rules.Add(row.Delivery.Rule);
            }

            return ValueTask.FromResult<UsageAlertDelivery?>(null);
        }
    }

    /// <inheritdoc />
    public ValueTask CompleteAsync(
        UsageAlertDelivery delivery,
        DateTimeOffset now,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(delivery);
        lock (_gate)
        {
            if (_deliveries.TryGetValue(delivery.Sequence, out var row))
                (row.IsWaiting, row.FinishedAt) = (false, now);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask PostponeAsync(
        UsageAlertDelivery delivery,
        DateTimeOffset nextAttemptAt,
        string error,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(delivery);
        lock (_gate)
        {
            if (_deliveries.TryGetValue(delivery.Sequence, out var row) && row.Delivery.Claim == delivery.Claim)
            {
                row.Delivery = row.Delivery with { NextAttemptAt = nextAttemptAt };
                (row.ClaimedUntil, row.LastError) = (DateTimeOffset.MinValue, error);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<UsageAlertBacklog>> GetBacklogAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
            return ValueTask.FromResult<IReadOnlyList<UsageAlertBacklog>>([
                .. _deliveries
                    .Values.Where(static row => row.IsWaiting)
                    .GroupBy(static row => row.Delivery.Sink, StringComparer.Ordinal)
                    .OrderBy(static sink => sink.Key, StringComparer.Ordinal)
                    .Select(static sink => new UsageAlertBacklog(
                        sink.Key,
                        sink.Count(),
                        sink.Min(static row => row.Delivery.CreatedAt),
                        sink.Max(static row => row.Delivery.Attempts),
                        sink.Select(static row => row.LastError).OfType<string>().LastOrDefault()
                    )),
            ]);
    }

    private void Forget(DateTimeOffset before)
    {
        foreach (
            var old in _alerts
                .Values.Where(alert => !alert.IsHeld && alert.OpenedAt < before && alert.ResolvedAt < before)
                .ToList()
        )
            _alerts.Remove(old.Id);
        foreach (var (sequence, _) in _deliveries.Where(pair => pair.Value.FinishedAt < before).ToList())
            _deliveries.Remove(sequence);
    }

    private sealed class Row(UsageAlertDelivery delivery)
    {
        public UsageAlertDelivery Delivery { get; set; } = delivery;

        public bool IsWaiting { get; set; } = true;

        public DateTimeOffset ClaimedUntil { get; set; } = DateTimeOffset.MinValue;

        public DateTimeOffset? FinishedAt { get; set; }

        public string? LastError { get; set; }
    }
}
