using System.Text.Json;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.Alerts;

/// <summary>Writes and reads notifications as they wait in the store: with both languages.</summary>
internal static class NotificationJson
{
    private static readonly UsageAlertText Empty = new() { Title = "" };

    public static string Write(UsageAlertNotification notification) =>
        JsonSerializer.Serialize(
            new StoredNotification
            {
                Kind = notification.Kind,
                Alerts =
                [
                    .. notification.Alerts.Select(static alert => new StoredAlert
                    {
                        Id = alert.Id,
                        Rule = alert.Rule,
                        Episode = alert.Episode,
                        Severity = alert.Severity,
                        OpenedAt = alert.OpenedAt,
                        ResolvedAt = alert.ResolvedAt,
                        Content = UsageAlertContent.Write(alert),
                    }),
                ],
            },
            StoredNotificationJson.Default.StoredNotification
        );

    public static UsageAlertNotification Read(UsageAlertDelivery delivery)
    {
        var stored = JsonSerializer.Deserialize(delivery.Payload, StoredNotificationJson.Default.StoredNotification)
            ?? throw new FormatException("The payload of a notification is empty.");
        return new UsageAlertNotification
        {
            Id = delivery.NotificationId,
            Kind = stored.Kind,
            CreatedAt = delivery.CreatedAt,
            Alerts =
            [
                .. stored.Alerts.Select(static alert =>
                    UsageAlertContent
                        .Read(alert.Content)
                        .In(
                            new UsageAlert
                            {
                                Id = alert.Id,
                                Rule = alert.Rule,
                                Key = "",
                                Episode = alert.Episode,
                                Severity = alert.Severity,
                                OpenedAt = alert.OpenedAt,
                                LastSeenAt = alert.ResolvedAt ?? alert.OpenedAt,
                                ResolvedAt = alert.ResolvedAt,
                                English = Empty,
                                Russian = Empty,
                            }
                        )
                ),
            ],
        };
    }
}
