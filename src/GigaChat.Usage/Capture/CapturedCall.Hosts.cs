namespace GigaChat.Usage.Capture;

/// <content>Behavior that depends on the host of a call.</content>
internal sealed partial class CapturedCall
{
    /// <summary>
    /// Counts a stream of a reseller that ended without usage. Resellers report usage in streams only if the request
    /// enables it: without it the record is an estimate, and the diagnostics recommend the setting.
    /// </summary>
    private void NoteMissingUsage(in CallSummary summary)
    {
        if (
            _host.Reseller is { } reseller
            && summary is { IsStream: true, Outcome: UsageOutcome.Completed }
            && _body?.Answer.Usage is null
        )
            _capture.StreamsWithoutUsage.Add(reseller);
    }
}
