using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Alerts;

/// <summary>Writes notifications to the log, in one line each.</summary>
internal sealed class LogAlertSink(ILogger<GigaChatUsageAlerts> logger, UsageAlertSinkOptions options) : IUsageAlertSink
{
    public string Name => "log";

    public bool Accepts(UsageAlertNotification notification) => options.Accepts(notification);

    public ValueTask DeliverAsync(UsageAlertNotification notification, CancellationToken cancellationToken)
    {
        var level =
            notification.Kind == UsageAlertNotificationKind.Resolved
                ? LogLevel.Information
                : LevelOf(notification.Severity);
        if (!logger.IsEnabled(level))
            return ValueTask.CompletedTask;
        var written = notification with { Language = options.Language ?? notification.Language };
        var rules = string.Join(", ", notification.Alerts.Select(static alert => alert.Rule).Distinct());
        var text = written.ToPlainText().ReplaceLineEndings(" ");
        AlertLog.Alert(logger, level, notification.Kind, rules, notification.Severity, text);
        return ValueTask.CompletedTask;
    }

    private static LogLevel LevelOf(UsageAlertSeverity severity) =>
        severity switch
        {
            UsageAlertSeverity.Critical => LogLevel.Error,
            UsageAlertSeverity.Warning => LogLevel.Warning,
            _ => LogLevel.Information,
        };
}
