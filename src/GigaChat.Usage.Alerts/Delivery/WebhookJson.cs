using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace GigaChat.Usage.Alerts;

/// <summary>Writes the documented JSON of a notification.</summary>
internal static class WebhookJson
{
    /// <summary>The version of the schema. Fields may be added to it; one is changed or removed in another.</summary>
    public const int Version = 1;

    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static byte[] Write(UsageAlertNotification notification)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("id", notification.Id);
            json.WriteString("type", NameOf(notification.Kind));
            json.WriteString("createdAt", notification.CreatedAt.UtcDateTime);
            json.WriteString("severity", notification.Severity.ToString().ToLowerInvariant());
            json.WriteString("language", notification.Language == UsageAlertLanguage.Russian ? "ru" : "en");
            json.WriteString("title", notification.Title);
            json.WriteStartArray("alerts");
            foreach (var alert in notification.Alerts)
                Write(json, notification, alert);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, UsageAlertNotification notification, UsageAlert alert)
    {
        var text = notification.TextOf(alert);
        json.WriteStartObject();
        json.WriteString("id", alert.Id);
        json.WriteString("rule", alert.Rule);
        json.WriteString("severity", alert.Severity.ToString().ToLowerInvariant());
        json.WriteString("state", alert.IsOpen ? "open" : "resolved");
        json.WriteString("openedAt", alert.OpenedAt.UtcDateTime);
        if (alert.ResolvedAt is { } resolved)
            json.WriteString("resolvedAt", resolved.UtcDateTime);
        json.WriteString("title", text.Title);
        json.WriteString("body", text.Body);
        if (notification.LinkOf(alert) is { } link)
            json.WriteString("link", link.AbsoluteUri);
        json.WriteStartObject("figures");
        foreach (var (name, value) in alert.Figures)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteStartArray("tables");
        foreach (var table in text.Tables)
        {
            json.WriteStartObject();
            json.WriteString("caption", table.Caption);
            WriteTexts(json, "columns", table.Columns);
            json.WriteStartArray("rows");
            foreach (var row in table.Rows)
                WriteTexts(json, null, row);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string? name, IReadOnlyList<string> texts)
    {
        if (name is null)
            json.WriteStartArray();
        else
            json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static string NameOf(UsageAlertNotificationKind kind) => kind.ToString().ToLowerInvariant();
}
