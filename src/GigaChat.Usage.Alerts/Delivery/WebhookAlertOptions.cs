namespace GigaChat.Usage;

/// <summary>The options of a webhook.</summary>
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
    public int Retries { get; set; } = 2;

    /// <summary>Validates the options.</summary>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public void Validate()
    {
        if (Url is not { IsAbsoluteUri: true, Scheme: "https" or "http" })
            throw new ArgumentException("The address of a webhook must be an absolute HTTP address.", nameof(Url));
        if (Secret is { Length: < 16 })
            throw new ArgumentException("The secret of a webhook must have at least 16 characters.", nameof(Secret));
        if (Retries is < 0 or > 10)
            throw new ArgumentOutOfRangeException(nameof(Retries), Retries, "The retries must be 0 to 10.");
        _ = Alerts.WebhookSignature.KeyOf(Secret);
    }
}
