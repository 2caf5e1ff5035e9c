namespace GigaChat.Usage;

/// <summary>Delivers notifications, such as to a messenger.</summary>
/// <remarks>
/// Notifications of one rule arrive in order. One that fails, by an exception or by taking longer than
/// <see cref="UsageAlertOptions.DeliveryTimeout"/>, is delivered again later, by any process; others do not wait for
/// it. If a process ends between a delivery and its completion, the notification is delivered twice with the same
/// <see cref="UsageAlertNotification.Id"/>.
/// </remarks>
public interface IUsageAlertSink
{
    /// <summary>The name, 1 to 50 characters, unique among sinks. Waiting notifications are stored under it.</summary>
    string Name { get; }

    /// <summary>Gets <c>true</c> if the sink delivers a notification; otherwise, <c>false</c>.</summary>
    /// <param name="notification">The notification.</param>
    bool Accepts(UsageAlertNotification notification) => true;

    /// <summary>Delivers a notification.</summary>
    /// <param name="notification">The notification.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests: the end of the time limit, or
    /// the stop of the application.</param>
    ValueTask DeliverAsync(UsageAlertNotification notification, CancellationToken cancellationToken);
}
