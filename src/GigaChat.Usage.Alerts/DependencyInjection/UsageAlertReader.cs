using System.Globalization;
using GigaChat.Usage.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Alerts;

/// <summary>Reads options, rules and webhooks from settings, strictly: an unknown or invalid setting is an error.</summary>
internal static class UsageAlertReader
{
    private const string Rules = nameof(Rules);
    private const string Webhooks = nameof(Webhooks);
    private const string Log = nameof(Log);
    private const string Enabled = nameof(Enabled);
    private const string Name = nameof(Name);

    private static readonly SortedDictionary<string, SettingForm> Forms = new(
        UsageAlertOptionsValidator.Forms,
        StringComparer.OrdinalIgnoreCase
    )
    {
        [Log] = SettingForm.Elsewhere,
        [Rules] = SettingForm.Elsewhere,
        [Webhooks] = SettingForm.Elsewhere,
    };

    /// <exception cref="OptionsValidationException">A setting is not valid; the message names every one.</exception>
    public static void Read(IConfigurationSection section, UsageAlertsBuilder alerts)
    {
        var problems = new List<string>();
        var options = Options(section, new UsageAlertOptions(), problems);
        problems.AddRange(new UsageAlertOptionsValidator().Validate(null, options).Failures ?? []);
        alerts.Configure(target => Options(section, target, []));
        if (section[Log] is { Length: > 0 } log && SettingForm.Flag.ProblemOf(section.GetSection(Log)) is null)
        {
            if (!bool.TryParse(log, out var isOn))
                problems.Add(SettingForm.Flag.Wrong(section.GetSection(Log)));
            else if (!isOn)
                alerts.RemoveLog();
        }

        foreach (var rule in Groups(section, Rules, problems))
            ReadRule(rule, alerts.Rules, problems);
        foreach (var webhook in Groups(section, Webhooks, problems))
            ReadWebhook(webhook, alerts, problems);
        SettingProblems.ThrowIfAny(typeof(UsageAlertOptions), problems);
    }

    private static UsageAlertOptions Options(
        IConfigurationSection section,
        UsageAlertOptions options,
        List<string> problems
    )
    {
        StrictBinder.Bind(
            section,
            options,
            Forms,
            static (part, target) => part.Bind(target, StrictBinder.Strict),
            problems
        );
        return options;
    }

    private static IEnumerable<IConfigurationSection> Groups(
        IConfigurationSection section,
        string list,
        List<string> problems
    )
    {
        var groups = section.GetSection(list);
        if (SettingForm.Groups.ProblemOf(groups) is not { } problem)
            return groups.GetChildren();
        problems.Add(problem);
        return [];
    }

    private static void ReadRule(IConfigurationSection section, UsageAlertRules rules, List<string> problems)
    {
        var group = new SettingGroup(SettingNode.Of(section), problems);
        SettingProblems.Guard<object?>(group, () => Rule(group, rules));
    }

    /// <summary>Sets the options of the rule with a name, removes it, or adds a spend limit or digest.</summary>
    private static object? Rule(SettingGroup group, UsageAlertRules rules)
    {
        var name = group.Text(Name, required: true);
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

    private static void ReadWebhook(IConfigurationSection section, UsageAlertsBuilder alerts, List<string> problems)
    {
        var options = new WebhookAlertOptions();
        WebhookAlertSettings.Bind(section, options, problems, Name);
        if (!SettingProblems.IsSet(section[Name], section.Path, Name, problems))
            return;
        problems.AddRange(new WebhookAlertOptionsValidator().Validate(section[Name], options).Failures ?? []);
        alerts.AddWebhook(section[Name]!, target => WebhookAlertSettings.Bind(section, target, [], Name));
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
}
