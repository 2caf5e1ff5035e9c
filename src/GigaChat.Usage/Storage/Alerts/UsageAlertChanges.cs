namespace GigaChat.Usage;

/// <summary>The changes of stored alerts, written together or not at all.</summary>
public sealed record UsageAlertChanges
{
    /// <summary>The new alerts. One with the rule, key and episode of a stored alert is not written, and neither are
    /// its deliveries.</summary>
    public IReadOnlyList<UsageAlert> Opened { get; init; } = [];

    /// <summary>The alerts with other times, texts or figures, by their ids.</summary>
    public IReadOnlyList<UsageAlert> Updated { get; init; } = [];

    /// <summary>The notifications to deliver, one for each sink.</summary>
    public IReadOnlyList<UsageAlertDelivery> Deliveries { get; init; } = [];

    /// <summary>The time before which resolved alerts and finished deliveries are deleted; null to keep all.</summary>
    public DateTimeOffset? ForgetBefore { get; init; }
}
