using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Alerts;

/// <summary>
/// Delivers the waiting notifications of each sink on a task of its own, so that a sink that fails or hangs delays no
/// other.
/// </summary>
internal sealed class AlertDeliverer(
    IUsageAlertStore store,
    IEnumerable<IUsageAlertSink> sinks,
    UsageAlertOptions options,
    TimeZoneInfo zone,
    TimeProvider time,
    TimeProvider limits,
    AlertHealth health,
    AlertMetrics metrics,
    ILogger logger
)
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(10);

    /// <summary>The time by which a claim outlasts an attempt, for its completion.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly IUsageAlertSink[] _sinks = Unique(sinks);
    private readonly Lock _gate = new();
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> SinkNames => [.. _sinks.Select(static sink => sink.Name)];

    /// <summary>Lets the sinks look for notifications now.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _wake.TrySetResult();
            _wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Delivers until the token is canceled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_sinks.Select(sink => Task.Run(() => RunAsync(sink, cancellationToken), CancellationToken.None)));

    /// <summary>Attempts what is due now, once.</summary>
    public async Task<int> DeliverAsync(CancellationToken cancellationToken)
    {
        var delivered = await Task.WhenAll(_sinks.Select(sink => DeliverAsync(sink, cancellationToken)))
            .ConfigureAwait(false);
        health.Backlog = await store.GetBacklogAsync(cancellationToken).ConfigureAwait(false);
        return delivered.Sum();
    }

    private static IUsageAlertSink[] Unique(IEnumerable<IUsageAlertSink> sinks)
    {
        IUsageAlertSink[] all = [.. sinks];
        foreach (var sink in all)
        {
            if (sink.Name is not { Length: > 0 and <= UsageRecordLimits.Name })
                throw new InvalidOperationException(
                    $"The name of an alert sink must have 1 to {UsageRecordLimits.Name} characters; {sink.GetType()} has '{sink.Name}'."
                );
        }

        return
            all.GroupBy(static sink => sink.Name, StringComparer.Ordinal)
                .FirstOrDefault(static same => same.Skip(1).Any())
                is { } twice
            ? throw new InvalidOperationException($"Two alert sinks have the name {twice.Key}.")
            : all;
    }

    private async Task RunAsync(IUsageAlertSink sink, CancellationToken cancellationToken)
    {
        var isFailing = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            Task wake;
            lock (_gate)
                wake = _wake.Task;
            try
            {
                await DeliverAsync(sink, cancellationToken).ConfigureAwait(false);
                health.Backlog = await store.GetBacklogAsync(cancellationToken).ConfigureAwait(false);
                isFailing = false;
            }
            catch (Exception error) when (!error.IsCancellationBy(cancellationToken))
            {
                // Once while it lasts: the sinks look several times a minute.
                if (!isFailing)
                    AlertLog.StoreFailed(logger, error.GetType().Name);
                isFailing = true;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(wake, Task.Delay(Idle, time, waiting.Token)).ConfigureAwait(false);
            await waiting.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<int> DeliverAsync(IUsageAlertSink sink, CancellationToken cancellationToken)
    {
        var delivered = 0;
        while (
            await store
                .ClaimAsync(sink.Name, time.GetUtcNow(), options.DeliveryTimeout + Grace, cancellationToken)
                .ConfigureAwait(false)
                is { } delivery
        )
            delivered += await DeliverAsync(sink, delivery, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        return delivered;
    }

    private async Task<bool> DeliverAsync(
        IUsageAlertSink sink,
        UsageAlertDelivery delivery,
        CancellationToken cancellationToken
    )
    {
        string error;
        try
        {
            var notification = NotificationJson.Read(delivery) with
            {
                Language = options.Language,
                Dashboard = options.Dashboard,
                TimeZone = zone,
            };
            var accepts = sink.Accepts(notification);
            if (accepts)
                await AttemptAsync(sink, notification, cancellationToken).ConfigureAwait(false);

            // Not canceled with a stop: what was delivered must not be delivered again after the start.
            await store.CompleteAsync(delivery, time.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
            if (accepts)
                metrics.Delivered(sink.Name, "delivered");
            return accepts;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            error = failure is OperationCanceledException ? nameof(TimeoutException) : failure.GetType().Name;
        }

        metrics.Delivered(sink.Name, "failed");
        await PostponeAsync(delivery, error, cancellationToken).ConfigureAwait(false);
        return false;
    }

    /// <summary>Waits no longer than allowed, also for a sink that ignores its token.</summary>
    private async Task AttemptAsync(
        IUsageAlertSink sink,
        UsageAlertNotification notification,
        CancellationToken cancellationToken
    )
    {
        using var patience = new CancellationTokenSource(options.DeliveryTimeout, limits);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        await Task.Run(() => sink.DeliverAsync(notification, either.Token).AsTask(), CancellationToken.None)
            .WaitAsync(either.Token)
            .ConfigureAwait(false);
    }

    private async Task PostponeAsync(UsageAlertDelivery delivery, string error, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - delivery.CreatedAt >= options.GiveUpAfter)
        {
            AlertLog.GivenUp(logger, delivery.Rule, delivery.Sink, delivery.Attempts);
            metrics.Delivered(delivery.Sink, "given_up");
            await store.CompleteAsync(delivery, now, cancellationToken).ConfigureAwait(false);
            return;
        }

        var delay = FirstDelay * Math.Pow(2, Math.Min(delivery.Attempts - 1, 10));
        delay = delay < LongestDelay ? delay : LongestDelay;
        AlertLog.NotDelivered(logger, delivery.Sink, error, delivery.Attempts, delay);
        await store.PostponeAsync(delivery, now + delay, error, cancellationToken).ConfigureAwait(false);
    }
}
