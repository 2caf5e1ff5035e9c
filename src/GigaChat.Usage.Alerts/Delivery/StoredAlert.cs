namespace GigaChat.Usage.Alerts;

/// <summary>An alert of a notification in the store, as it was when the notification was made.</summary>
internal sealed record StoredAlert
{
    public required Guid Id { get; init; }

    public required string Rule { get; init; }

    public required int Episode { get; init; }

    public required UsageAlertSeverity Severity { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    public required string Content { get; init; }
}
