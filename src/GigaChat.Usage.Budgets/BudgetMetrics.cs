using System.Diagnostics.Metrics;

namespace GigaChat.Usage.Budgets;

/// <summary>The counters of budgets, under the meter <see cref="GigaChatUsageMeter.Name"/>.</summary>
internal sealed class BudgetMetrics(Meter meter)
{
    private readonly Counter<long> _refused = meter.CreateCounter<long>(
        "gigachat.usage.budget.refused",
        "{call}",
        "Calls that did not fit a budget and were not sent."
    );

    private readonly Counter<long> _unknown = meter.CreateCounter<long>(
        "gigachat.usage.budget.unknown",
        "{call}",
        "Calls for which it was not known whether they fit a budget."
    );

    public void Refused(string budget) =>
        GigaChatUsageMeter.Add(_refused, new KeyValuePair<string, object?>("budget", budget));

    public void Unknown(string budget) =>
        GigaChatUsageMeter.Add(_unknown, new KeyValuePair<string, object?>("budget", budget));
}
