using GigaChat.Usage.Alerts;

namespace GigaChat.Usage;

/// <summary>The facts of one evaluation, which are read once for all rules.</summary>
public sealed class UsageAlertContext
{
    internal UsageAlertContext(UsageFacts facts, UsageAlertOptions options)
    {
        Facts = facts;
        Options = options;
    }

    /// <summary>The time of the evaluation.</summary>
    public DateTimeOffset Now => Facts.Now;

    /// <summary>The service that queries the usage.</summary>
    public GigaChatTokenUsage Usage => Facts.Usage;

    /// <summary>The day of <see cref="Now"/> in the report time zone.</summary>
    public DateOnly Today => Facts.Today;

    /// <summary>The options of alerts.</summary>
    public UsageAlertOptions Options { get; }

    internal UsageFacts Facts { get; }

    /// <summary>Gets the name of a user in texts, as the options and the rule allow.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="userId">The id; null for calls without a user.</param>
    /// <param name="userName">The name, if it is known.</param>
    /// <param name="language">The language.</param>
    public string NameOf(UsageAlertRule rule, string? userId, string? userName, UsageAlertLanguage language)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (userId is null)
            return AlertWords.In(language).Of("without a user", "без пользователя");
        if (rule.IncludeUserNames && userName is { Length: > 0 })
            return Options.IncludeUserIds ? $"{userName} ({userId})" : userName;
        return Options.IncludeUserIds ? userId : Labels.Of(userId);
    }
}
