using GigaChat.Usage.Diagnostics;

namespace GigaChat.Usage.Alerts;

/// <summary>Checks whether alerts are evaluated and delivered.</summary>
internal sealed class AlertCheck(AlertHealth health) : IDiagnosticCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public string Part => "alerts";

    public IEnumerable<UsageFinding> Examine(DateTimeOffset now)
    {
        if (health.Store is { } store)
        {
            var since = now - store.Since;
            yield return UsageFinding.Of(
                UsageFindingCode.AlertsNotEvaluated,
                UsageFindingSeverity.Warning,
                $"Alerts have not been evaluated for {Lengths.Words(since)} (the last error is a {store.Error}).",
                "Restore the store of alerts; they are evaluated again every minute.",
                ("rule", "*"),
                ("since", since),
                ("error", store.Error)
            );
        }

        foreach (var (rule, start, error) in health.FailedRules)
        {
            var since = now - start;
            yield return UsageFinding.Of(
                UsageFindingCode.AlertsNotEvaluated,
                UsageFindingSeverity.Warning,
                $"The alert rule {rule} has not been evaluated for {Lengths.Words(since)} (the last error is a {error}).",
                "Restore the store if it is unavailable; fix the rule if it is application-provided.",
                ("rule", rule),
                ("since", since),
                ("error", error)
            );
        }

        foreach (var sink in health.Backlog.Where(sink => now - sink.Oldest >= Patience))
        {
            var since = now - sink.Oldest;
            yield return UsageFinding.Of(
                UsageFindingCode.AlertsNotDelivered,
                UsageFindingSeverity.Warning,
                $"Notifications that wait for the alert sink {sink.Sink}: {sink.Waiting:N0}, the oldest for {Lengths.Words(since)} (the last error is a {sink.LastError ?? "none"}).",
                "Check the address and credentials of the sink; notifications are attempted again every ten minutes.",
                ("sink", sink.Sink),
                ("waiting", sink.Waiting),
                ("since", since),
                ("error", sink.LastError ?? "none")
            );
        }
    }
}
