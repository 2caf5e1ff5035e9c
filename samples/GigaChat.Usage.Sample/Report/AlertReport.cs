namespace GigaChat.Usage.Sample;

/// <summary>What needs attention: a host evaluates once a minute, and the report once more at its end.</summary>
internal static class AlertReport
{
    public static async Task WriteAsync(
        GigaChatUsageAlerts alerts,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        await alerts.EvaluateAsync(cancellationToken);
        var open = (await alerts.ListAsync(cancellationToken: cancellationToken)).Where(static alert => alert.IsOpen);
        terminal.Table(
            "Alerts",
            ["Alert", "Severity"],
            open.Select(static IReadOnlyList<string> (alert) => [alert.English.Title, alert.Severity.ToString()]),
            textColumns: 2
        );
    }
}
