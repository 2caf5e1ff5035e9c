namespace GigaChat.Usage.Capture;

/// <content>What depends on the host of a call.</content>
internal sealed partial class CapturedCall
{
    /// <summary>A reseller's stream reports usage only when the request asks for it: without, the record is an
    /// estimate, and the diagnostics advise it.</summary>
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
