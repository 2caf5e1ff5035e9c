namespace GigaChat.Usage.AspNetCore;

internal sealed partial class PageText
{
    public string AlertsTitle => Of("Alerts", "Оповещения");

    public string AlertColumn => Of("Alert", "Оповещение");

    public string AlertRuleColumn => Of("Rule", "Правило");

    public string AlertBodyColumn => Of("Cause", "Причина");

    public string AlertStateColumn => Of("State", "Состояние");

    public string AlertSeverityColumn => Of("Severity", "Важность");

    public string AlertOpenedColumn => Of("Since", "С");

    public string AlertResolvedColumn => Of("Until", "По");

    public string AlertsNote =>
        Of(
            "An alert links to the records that show its cause.",
            "Оповещение ведёт к записям, в которых видна причина."
        );

    public string AlertStateOf(UsageAlert alert) =>
        alert switch
        {
            { IsOpen: true } => Of("open", "действует"),
            _ when alert.ResolvedAt == alert.OpenedAt => Of("sent", "отправлено"),
            _ => Of("resolved", "закончилось"),
        };

    public string AlertSeverityOf(UsageAlertSeverity severity) =>
        severity switch
        {
            UsageAlertSeverity.Critical => Of("critical", "срочно"),
            UsageAlertSeverity.Warning => Of("warning", "внимание"),
            _ => Of("notice", "к сведению"),
        };
}
