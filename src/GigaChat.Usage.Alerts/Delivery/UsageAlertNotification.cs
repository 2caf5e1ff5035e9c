using GigaChat.Usage.Alerts;

namespace GigaChat.Usage;

/// <summary>A notification that a sink delivers.</summary>
public sealed record UsageAlertNotification
{
    /// <summary>The id, the same for every attempt: a receiver that has seen it ignores another.</summary>
    public required Guid Id { get; init; }

    /// <summary>The kind.</summary>
    public required UsageAlertNotificationKind Kind { get; init; }

    /// <summary>The time of the notification.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The alerts: one, or several of a joined notification.</summary>
    public required IReadOnlyList<UsageAlert> Alerts { get; init; }

    /// <summary>The language that the sink writes in.</summary>
    public UsageAlertLanguage Language { get; init; }

    /// <summary>The address of the dashboard; null for notifications without links.</summary>
    public Uri? Dashboard { get; init; }

    /// <summary>The report time zone.</summary>
    internal TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The highest severity of the alerts.</summary>
    public UsageAlertSeverity Severity => Alerts.Max(static alert => alert.Severity);

    /// <summary>The subject in the sink's language.</summary>
    public string Title
    {
        get
        {
            var words = AlertWords.In(Language);
            return Kind switch
            {
                UsageAlertNotificationKind.Joined => words.Of(
                    $"{words.Alerts(Alerts.Count)} about the usage of GigaChat",
                    $"{words.Alerts(Alerts.Count)} об использовании GigaChat"
                ),
                UsageAlertNotificationKind.Resolved => words.Of("Resolved: ", "Закончилось: ")
                    + TextOf(Alerts[0]).Title,
                UsageAlertNotificationKind.Repeated => words.Of("Still: ", "Продолжается: ") + TextOf(Alerts[0]).Title,
                _ => TextOf(Alerts[0]).Title,
            };
        }
    }

    /// <summary>Gets the text of an alert in the sink's language.</summary>
    /// <param name="alert">The alert.</param>
    public UsageAlertText TextOf(UsageAlert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return Language == UsageAlertLanguage.Russian ? alert.Russian : alert.English;
    }

    /// <summary>Gets the address of the records that show the cause; null without a dashboard or records.</summary>
    /// <param name="alert">The alert.</param>
    public Uri? LinkOf(UsageAlert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return RecordLinks.Of(Dashboard, alert.Records, TimeZone);
    }

    /// <summary>Writes the whole notification as plain text in the sink's language: title, bodies and links.</summary>
    public string ToPlainText()
    {
        var words = AlertWords.In(Language);
        var lines = new List<string> { Title };
        foreach (var alert in Alerts)
        {
            var text = TextOf(alert);
            if (Kind == UsageAlertNotificationKind.Joined)
                lines.Add($"• {(alert.IsOpen ? "" : words.Of("Resolved: ", "Закончилось: "))}{text.Title}");
            if (text.Body.Length > 0)
                lines.Add(text.Body);
            if (Kind == UsageAlertNotificationKind.Digest)
            {
                foreach (var table in text.Tables.Where(static table => table.Rows.Count > 0))
                {
                    lines.Add(table.Caption + ":");
                    lines.AddRange(table.Rows.Select(static row => "• " + string.Join(" · ", row)));
                }
            }

            if (LinkOf(alert) is { } link)
                lines.Add(link.AbsoluteUri);
        }

        return string.Join('\n', lines);
    }
}
