using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Alerts;

/// <summary>Checks the options of webhooks. No problem shows an address or a secret.</summary>
internal sealed class WebhookAlertOptionsValidator : IValidateOptions<WebhookAlertOptions>
{
    private const int ShortestSecret = 16;

    private static readonly WebhookAlertOptionsRanges Ranges = new();

    public ValidateOptionsResult Validate(string? name, WebhookAlertOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = Failures(options).Select(failure => $"Webhook '{name}': {failure}").ToList();
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Failures(WebhookAlertOptions options)
    {
        if (options.Url is not { IsAbsoluteUri: true, Scheme: "https" or "http" })
            yield return $"{nameof(options.Url)} must be an absolute HTTP address.";
        if (options.Secret is { Length: < ShortestSecret })
            yield return $"{nameof(options.Secret)} must have at least {ShortestSecret} characters.";
        else if (!WebhookSignature.IsKey(options.Secret))
            yield return $"{nameof(options.Secret)} must be Base64 after whsec_.";
        foreach (var failure in Ranges.Validate(null, options).Failures ?? [])
            yield return failure;
    }
}
