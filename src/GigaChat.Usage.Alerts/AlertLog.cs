using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Alerts;

internal static partial class AlertLog
{
    [LoggerMessage(
        EventId = 701,
        EventName = "AlertRuleFailed",
        Level = LogLevel.Warning,
        Message = "Evaluating the alert rule {Rule} failed ({Error}); it is evaluated again every minute, and logged once until it succeeds."
    )]
    public static partial void RuleFailed(ILogger logger, string rule, string error);

    [LoggerMessage(
        EventId = 702,
        EventName = "AlertStoreFailed",
        Level = LogLevel.Warning,
        Message = "The store of alerts cannot be used ({Error}); alerts are evaluated and delivered again when it can."
    )]
    public static partial void StoreFailed(ILogger logger, string error);

    [LoggerMessage(
        EventId = 703,
        EventName = "AlertNotDelivered",
        Level = LogLevel.Warning,
        Message = "Delivering a notification to {Sink} failed ({Error}, attempt {Attempt}); it is attempted again in {Delay}."
    )]
    public static partial void NotDelivered(ILogger logger, string sink, string error, int attempt, TimeSpan delay);

    [LoggerMessage(
        EventId = 704,
        EventName = "AlertGivenUp",
        Level = LogLevel.Error,
        Message = "A notification of the rule {Rule} was not delivered to {Sink} in {Attempts} attempts and is given up."
    )]
    public static partial void GivenUp(ILogger logger, string rule, string sink, int attempts);

    [LoggerMessage(
        EventId = 705,
        EventName = "AlertOpened",
        Level = LogLevel.Debug,
        Message = "The rule {Rule} opened an alert ({Severity}, {Id})."
    )]
    public static partial void Opened(ILogger logger, string rule, UsageAlertSeverity severity, Guid id);

    [LoggerMessage(EventId = 710, EventName = "UsageAlert", Message = "{Kind} alert of {Rules} ({Severity}): {Text}")]
    public static partial void Alert(
        ILogger logger,
        LogLevel level,
        UsageAlertNotificationKind kind,
        string rules,
        UsageAlertSeverity severity,
        string text
    );
}
