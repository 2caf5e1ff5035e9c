namespace GigaChat.Usage;

/// <summary>The options that sinks share.</summary>
public class UsageAlertSinkOptions
{
    /// <summary>The lowest severity that is delivered; digests are delivered whatever it is.</summary>
    /// <value>The default is <see cref="UsageAlertSeverity.Notice"/>: all.</value>
    public UsageAlertSeverity MinSeverity { get; set; }

    /// <summary>The names of the rules that are delivered; empty for all.</summary>
    public IList<string> Rules { get; } = [];

    /// <summary>The language; null for <see cref="UsageAlertOptions.Language"/>.</summary>
    public UsageAlertLanguage? Language { get; set; }

    internal bool Accepts(UsageAlertNotification notification) =>
        (notification.Kind == UsageAlertNotificationKind.Digest || notification.Severity >= MinSeverity)
        && (
            Rules.Count == 0
            || notification.Alerts.Any(alert => Rules.Contains(alert.Rule, StringComparer.OrdinalIgnoreCase))
        );
}
