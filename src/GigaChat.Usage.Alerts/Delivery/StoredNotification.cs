namespace GigaChat.Usage.Alerts;

/// <summary>A notification in the store.</summary>
internal sealed record StoredNotification
{
    public required UsageAlertNotificationKind Kind { get; init; }

    public required IReadOnlyList<StoredAlert> Alerts { get; init; }
}
