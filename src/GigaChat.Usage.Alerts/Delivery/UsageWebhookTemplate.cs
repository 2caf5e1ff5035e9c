using System.Text.Json;
using GigaChat.Usage.Alerts;

namespace GigaChat.Usage;

/// <summary>Writes the body of a webhook's request.</summary>
public sealed class UsageWebhookTemplate
{
    private const int TelegramLength = 4096;
    private const int MattermostLength = 16_000;

    private readonly Func<UsageAlertNotification, byte[]> _write;

    private UsageWebhookTemplate(Func<UsageAlertNotification, byte[]> write) => _write = write;

    /// <summary>
    /// JSON with a version, the texts in the sink's language, and the figures; its schema is in the documents.
    /// </summary>
    public static UsageWebhookTemplate Json { get; } = new(WebhookJson.Write);

    /// <summary>The body of Mattermost's incoming webhooks, which Slack and Rocket.Chat take too.</summary>
    public static UsageWebhookTemplate Mattermost { get; } =
        new(static notification =>
            WriteObject(json => json.WriteString("text", Cut(notification.ToPlainText(), MattermostLength)))
        );

    /// <summary>The body of Telegram's <c>sendMessage</c>, for the address
    /// <c>https://api.telegram.org/bot…/sendMessage</c>.</summary>
    /// <param name="chatId">The chat, such as <c>-1001234567890</c> or <c>@channel</c>.</param>
    public static UsageWebhookTemplate Telegram(string chatId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(chatId);
        return new UsageWebhookTemplate(notification =>
            WriteObject(json =>
            {
                json.WriteString("chat_id", chatId);
                json.WriteString("text", Cut(notification.ToPlainText(), TelegramLength));
                json.WriteBoolean("disable_web_page_preview", true);
            })
        );
    }

    /// <summary>A body that the application writes, as JSON in UTF-8.</summary>
    /// <param name="write">Writes the body.</param>
    public static UsageWebhookTemplate Custom(Func<UsageAlertNotification, byte[]> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return new UsageWebhookTemplate(write);
    }

    internal byte[] Write(UsageAlertNotification notification) => _write(notification);

    private static byte[] WriteObject(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
