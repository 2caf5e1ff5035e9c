using GigaChat.Usage.Configuration;

namespace GigaChat.Usage;

/// <summary>The options of a webhook. Configuration keys have the names of the properties, except that
/// <c>Template</c> is <c>Json</c>, <c>Mattermost</c> or <c>Telegram</c>, which needs a <c>ChatId</c>.</summary>
public sealed class WebhookAlertOptions : UsageAlertSinkOptions
{
    /// <summary>The address, with <c>https</c> or <c>http</c>. It may contain a secret and is never logged.</summary>
    public Uri? Url { get; set; }

    /// <summary>
    /// The secret of the signature, at least 16 characters; null for requests without one. With the prefix
    /// <c>whsec_</c> the rest is its Base64 form, as in the Standard Webhooks specification.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>Further headers, such as <c>Authorization</c>.</summary>
    public IDictionary<string, string> Headers { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The body; null for the JSON of <see cref="UsageWebhookTemplate.Json"/>.</summary>
    public UsageWebhookTemplate? Template { get; set; }

    /// <summary>The number of immediate retries of a request that failed, before it waits; 0 to 10.</summary>
    /// <value>The default is 2.</value>
    [Within(0, 10)]
    public int Retries { get; set; } = 2;
}
