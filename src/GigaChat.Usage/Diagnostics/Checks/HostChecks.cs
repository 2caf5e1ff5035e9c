using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Diagnostics;

/// <summary>Checks calls that capture has seen and did not record, or not completely, because of their host.</summary>
internal static class HostChecks
{
    private const int MostHosts = 5;

    public static IEnumerable<UsageFinding> Examine(UsageCapture capture)
    {
        var untracked = capture.Hosts.Hosts.Untracked;
        foreach (var (host, calls) in untracked.Hosts.Take(MostHosts))
            yield return HostUntracked(host, calls);
        if (untracked.Hosts.Skip(MostHosts).Sum(static host => host.Value) + untracked.Others is > 0 and var others)
            yield return HostUntracked("*", others);

        if (capture.Hosts.UnknownPaths.Found is { Count: > 0 and var requests } paths)
        {
            var names = string.Join(", ", paths.Names);
            yield return UsageFinding.Of(
                UsageFindingCode.PathUnknown,
                UsageFindingSeverity.Notice,
                $"Requests to unknown endpoints of tracked hosts: {requests:N0} ({names}); they leave no records.",
                "Look for a newer version of the package; if the endpoint uses tokens, report its path.",
                ("requests", requests),
                ("paths", names)
            );
        }

        if (capture.StreamsWithoutUsage is { Count: > 0 and var streams } resellers)
        {
            var names = string.Join(", ", resellers.Names);
            yield return UsageFinding.Of(
                UsageFindingCode.StreamsWithoutUsage,
                UsageFindingSeverity.Warning,
                $"Streams of resellers that ended without usage: {streams:N0} ({names}); their tokens are estimates.",
                "Send \"stream_options\": {\"include_usage\": true} with the request: the last event then reports the usage.",
                ("streams", streams),
                ("resellers", names)
            );
        }
    }

    private static UsageFinding HostUntracked(string host, long calls) =>
        host == "*"
            ? UsageFinding.Of(
                UsageFindingCode.CallsNotTracked,
                UsageFindingSeverity.Notice,
                $"Calls similar to GigaChat's to further hosts that are not tracked: {calls:N0}; they leave no records.",
                "If they are GigaChat or a gateway to it, add the hosts to GigaChatUsageOptions.Hosts.",
                ("host", host),
                ("calls", calls)
            )
            : UsageFinding.Of(
                UsageFindingCode.CallsNotTracked,
                UsageFindingSeverity.Notice,
                $"Calls similar to GigaChat's to {host}, which is not tracked: {calls:N0}; they leave no records.",
                $"If it is GigaChat or a gateway to it, add the line options.Hosts.Add(\"{host}\"); in AddGigaChatUsageTracking(options => …), or {host} to Hosts in the configuration.",
                ("host", host),
                ("calls", calls)
            );
}
