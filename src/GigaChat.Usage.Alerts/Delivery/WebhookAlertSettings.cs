using GigaChat.Usage.Configuration;
using Microsoft.Extensions.Configuration;

namespace GigaChat.Usage.Alerts;

/// <summary>The settings of a webhook, of which its options are made.</summary>
internal sealed class WebhookAlertSettings
{
    private static readonly SortedDictionary<string, SettingForm> Forms = StrictBinder.Forms(
        (nameof(Url), SettingForm.Address),
        (nameof(Secret), SettingForm.Text),
        (nameof(Headers), SettingForm.Map),
        (nameof(Template), SettingForm.Text),
        (nameof(ChatId), SettingForm.Text),
        (nameof(Retries), SettingForm.Whole),
        (nameof(MinSeverity), SettingForm.Name<UsageAlertSeverity>()),
        (nameof(Rules), SettingForm.List),
        (nameof(Language), SettingForm.Name<UsageAlertLanguage>())
    );

    public Uri? Url { get; set; }

    public string? Secret { get; set; }

    public Dictionary<string, string> Headers { get; } = [];

    public string? Template { get; set; }

    public string? ChatId { get; set; }

    public int? Retries { get; set; }

    public UsageAlertSeverity? MinSeverity { get; set; }

    public List<string> Rules { get; } = [];

    public UsageAlertLanguage? Language { get; set; }

    /// <summary>Sets the options that a group has settings for.</summary>
    /// <param name="group">The group.</param>
    /// <param name="options">The options.</param>
    /// <param name="problems">Receives the problems, each with the path of its setting.</param>
    /// <param name="others">The names of settings that are read elsewhere.</param>
    public static void Bind(
        IConfigurationSection group,
        WebhookAlertOptions options,
        List<string> problems,
        params ReadOnlySpan<string> others
    )
    {
        var forms = Forms;
        if (others.Length > 0)
        {
            forms = new SortedDictionary<string, SettingForm>(Forms, StringComparer.OrdinalIgnoreCase);
            foreach (var other in others)
                forms.Add(other, SettingForm.Elsewhere);
        }

        var settings = new WebhookAlertSettings();
        StrictBinder.Bind(
            group,
            settings,
            forms,
            static (part, target) => part.Bind(target, StrictBinder.Strict),
            problems
        );
        settings.Set(group, options, problems);
    }

    private void Set(IConfigurationSection group, WebhookAlertOptions options, List<string> problems)
    {
        options.Url = Url ?? options.Url;
        options.Secret = Secret ?? options.Secret;
        options.Template = TemplateOf(group, problems) ?? options.Template;
        options.Retries = Retries ?? options.Retries;
        options.MinSeverity = MinSeverity ?? options.MinSeverity;
        options.Language = Language ?? options.Language;
        foreach (var rule in Rules)
            options.Rules.Add(rule);
        foreach (var (header, value) in Headers)
            options.Headers[header] = value;
    }

    private UsageWebhookTemplate? TemplateOf(IConfigurationSection group, List<string> problems)
    {
        switch (Template?.ToUpperInvariant())
        {
            case null or "":
                return null;
            case "JSON":
                return UsageWebhookTemplate.Json;
            case "MATTERMOST" or "SLACK":
                return UsageWebhookTemplate.Mattermost;
            case "TELEGRAM" when !string.IsNullOrWhiteSpace(ChatId):
                return UsageWebhookTemplate.Telegram(ChatId);
            case "TELEGRAM":
                problems.Add($"{group.Path}:{nameof(ChatId)} is missing: the template Telegram needs it.");
                return null;
            default:
                problems.Add(
                    $"{group.Path}:{nameof(Template)} is '{Template}'; it must be Json, Mattermost or Telegram."
                );
                return null;
        }
    }
}
