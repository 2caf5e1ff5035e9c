using System.Globalization;
using System.Net.Http.Headers;

namespace GigaChat.Usage.Alerts;

/// <summary>Posts notifications to an address.</summary>
internal sealed class WebhookAlertSink(
    string name,
    WebhookAlertOptions options,
    IHttpClientFactory clients,
    TimeProvider time
) : IUsageAlertSink
{
    private readonly byte[]? _key = WebhookSignature.KeyOf(options.Secret);

    public string Name => name;

    public static string ClientOf(string name) => $"GigaChat.Usage.Alerts.{name}";

    public bool Accepts(UsageAlertNotification notification) => options.Accepts(notification);

    public async ValueTask DeliverAsync(UsageAlertNotification notification, CancellationToken cancellationToken)
    {
        var body = (options.Template ?? UsageWebhookTemplate.Json).Write(
            notification with
            {
                Language = options.Language ?? notification.Language,
            }
        );
        var id = notification.Id.ToString("D", CultureInfo.InvariantCulture);
        var seconds = time.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimeHeader, seconds.ToString(CultureInfo.InvariantCulture));
        if (_key is not null)
            request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(_key, id, seconds, body));
        foreach (var (header, value) in options.Headers)
            request.Headers.TryAddWithoutValidation(header, value);

        // The body of the response is of no interest: only its status tells whether the receiver has the notification.
        using var client = clients.CreateClient(ClientOf(name));
        using var response = await client
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException(
                $"The webhook {name} responded with status {(int)response.StatusCode}.",
                null,
                response.StatusCode
            );
    }
}
