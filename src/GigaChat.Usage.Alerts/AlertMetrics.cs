using System.Diagnostics.Metrics;

namespace GigaChat.Usage.Alerts;

/// <summary>The counters of alerts, under the meter <see cref="GigaChatUsageMeter.Name"/>.</summary>
internal sealed class AlertMetrics(Meter meter)
{
    private readonly Counter<long> _opened = meter.CreateCounter<long>(
        "gigachat.usage.alerts",
        "{alert}",
        "Alerts that were opened, by rule and severity."
    );

    private readonly Counter<long> _deliveries = meter.CreateCounter<long>(
        "gigachat.usage.alert.deliveries",
        "{attempt}",
        "Attempts to deliver a notification, by sink and result."
    );

    public void Opened(UsageAlert alert) =>
        Add(_opened, new("rule", alert.Rule), new("severity", alert.Severity.ToString().ToLowerInvariant()));

    public void Delivered(string sink, string result) => Add(_deliveries, new("sink", sink), new("result", result));

    private static void Add(
        Counter<long> counter,
        KeyValuePair<string, object?> first,
        KeyValuePair<string, object?> second
    )
    {
        try
        {
            counter.Add(1, first, second);
        }
        catch (Exception)
        {
            // A listener of the application that throws must not stop alerts.
        }
    }
}
