using System.Globalization;
using GigaChat.Usage.Configuration;

namespace GigaChat.Usage.Alerts;

/// <summary>Reads options, rules and webhooks from settings, strictly: an unknown or invalid setting is an error.</summary>
internal static class UsageAlertReader
{
    private const string Rules = nameof(Rules);
    private const string Webhooks = nameof(Webhooks);
    private const string Log = nameof(Log);
    private const string Enabled = nameof(Enabled);

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is not valid; the message
    /// names every one.</exception>
    public static void Read(SettingNode node, UsageAlertsBuilder alerts) =>
        SettingProblems.Read<object?>(typeof(UsageAlertOptions), node, root =>
        {
            Options(root, alerts.Options);
            if (root.Boolean(Log) is false)
                alerts.RemoveLog();
            foreach (var rule in root.Groups(Rules))
                SettingProblems.Guard<object?>(rule, () => Rule(rule, alerts.Rules));
            foreach (var webhook in root.Groups(Webhooks))
                SettingProblems.Guard<object?>(webhook, () => Webhook(webhook, alerts));
            root.RefuseOthers();
            alerts.Options.Validate();
            return null;
        });

    private static void Options(SettingGroup group, UsageAlertOptions options)
    {
        options.EvaluateEvery = group.Time(nameof(options.EvaluateEvery)) ?? options.EvaluateEvery;
        options.MaxPerHour = (int)(group.Whole(nameof(options.MaxPerHour)) ?? options.MaxPerHour);
        options.QuietFrom = Clock(group, nameof(options.QuietFrom)) ?? options.QuietFrom;
        options.QuietUntil = Clock(group, nameof(options.QuietUntil)) ?? options.QuietUntil;
        options.SendCriticalInQuietHours = group.Boolean(nameof(options.SendCriticalInQuietHours))
            ?? options.SendCriticalInQuietHours;
        options.SendResolved = group.Boolean(nameof(options.SendResolved)) ?? options.SendResolved;
        options.IncludeUserIds = group.Boolean(nameof(options.IncludeUserIds)) ?? options.IncludeUserIds;
        options.Language = group.Name<UsageAlertLanguage>(nameof(options.Language)) ?? options.Language;
        options.Dashboard = Address(group, nameof(options.Dashboard)) ?? options.Dashboard;
        options.DeliveryTimeout = group.Time(nameof(options.DeliveryTimeout)) ?? options.DeliveryTimeout;
        options.GiveUpAfter = group.Time(nameof(options.GiveUpAfter)) ?? options.GiveUpAfter;
        options.KeepFor = group.Time(nameof(options.KeepFor)) ?? options.KeepFor;
    }

    /// <summary>Sets the options of the rule with a name, removes it, or adds a spend limit or digest.</summary>
    private static object? Rule(SettingGroup group, UsageAlertRules rules)
    {
        var name = group.Text("Name", required: true);
        var kind = group.Text("Kind") ?? name;
        if (name is null || kind is null)
            return null;
        var rule = rules.FirstOrDefault(rule => string.Equals(rule.Name, name, StringComparison.OrdinalIgnoreCase));
        if (rule is null)
        {
            rule = kind switch
            {
                "spend-limit" => new SpendLimitAlertRule(name),
                "digest" => new DigestAlertRule(name),
                _ => null,
            };
            if (rule is null)
            {
                group.Problem(
                    $"{group.Here}: there is no rule '{name}'; known are {string.Join(", ", rules.Select(static known => known.Name))}, and the kinds spend-limit and digest."
                );
                return null;
            }

            rules.Add(rule);
        }

        if (group.Boolean(Enabled) is false)
        {
            rules.Remove(rule);
            return null;
        }

        RuleOptions.Read(group, rule);
        group.RefuseOthers();
        rule.Validate();
        return null;
    }

    private static object? Webhook(SettingGroup group, UsageAlertsBuilder alerts)
    {
        var name = group.Text("Name", required: true);
        var url = Address(group, nameof(WebhookAlertOptions.Url));
        var secret = group.Text(nameof(WebhookAlertOptions.Secret));
        var template = group.Text(nameof(WebhookAlertOptions.Template));
        var chat = group.Text("ChatId");
        var severity = group.Name<UsageAlertSeverity>(nameof(WebhookAlertOptions.MinSeverity));
        var language = group.Name<UsageAlertLanguage>(nameof(WebhookAlertOptions.Language));
        var retries = group.Whole(nameof(WebhookAlertOptions.Retries));
        var rules = group.Items(Rules);
        var headers = group.Pairs(nameof(WebhookAlertOptions.Headers));
        group.RefuseOthers();
        UsageWebhookTemplate? body = template?.ToLowerInvariant() switch
        {
            null or "json" => null,
            "mattermost" or "slack" => UsageWebhookTemplate.Mattermost,
            "telegram" when chat is not null => UsageWebhookTemplate.Telegram(chat),
            "telegram" => throw new ArgumentException("The template Telegram needs a ChatId."),
            _ => throw new ArgumentException($"The template '{template}' is none of Json, Telegram and Mattermost."),
        };
        if (name is null)
            return null;
        alerts.AddWebhook(name, options =>
        {
            options.Url = url;
            options.Secret = secret;
            options.Template = body;
            options.MinSeverity = severity ?? options.MinSeverity;
            options.Language = language;
            options.Retries = (int)(retries ?? options.Retries);
            foreach (var rule in rules)
                options.Rules.Add(rule.Text ?? "");
            foreach (var (header, value) in headers)
                options.Headers[header] = value;
        });
        return null;
    }

    internal static TimeOnly? Clock(SettingGroup group, string key)
    {
        if (group.Text(key) is not { } text)
            return null;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        group.Problem($"{group.Here}:{key} is '{text}'; it must be a time of day such as 22:00.");
        return null;
    }

    private static Uri? Address(SettingGroup group, string key)
    {
        if (group.Text(key) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address))
            return address;

        // Not the text: the address of a webhook is a secret.
        group.Problem($"{group.Here}:{key} must be an absolute HTTP address.");
        return null;
    }
}
