using GigaChat.Usage.Telemetry;

namespace GigaChat.Usage.Capture;

/// <content>What listeners of spans and metrics are told. They may throw; nothing of it reaches the call.</content>
internal sealed partial class CapturedCall
{
    private readonly CallTelemetry? _telemetry;

    /// <summary>Whether the call is known, before it is sent, to be one that leaves a record.</summary>
    private bool IsCertain =>
        _endpoint != CapturedEndpoint.Thread
        && (!Contract.NeedsSign || RequestModel is not null)
        && (!_host.SharesModels || (RequestModel is { } model && WireModel.IsGigaChat(model)));

    /// <summary>The request is about to be sent.</summary>
    public void StartSending()
    {
        if (_logical is not null)
            (_attempt, _firstAttempt) = _logical.Begin(_id);
        try
        {
            if (_telemetry is not null && IsCertain)
                _telemetry.Send(RequestModel);
        }
        catch (Exception error)
        {
            _capture.Failed(CaptureFailure.Telemetry, error);
        }
    }

    /// <summary>The request has been sent, or could not be.</summary>
    public void StopSending()
    {
        try
        {
            _telemetry?.Sent();
        }
        catch (Exception error)
        {
            _capture.Failed(CaptureFailure.Telemetry, error);
        }
    }

    private CallTelemetry? Follow(HttpRequestMessage request)
    {
        // Of a batch's result there is nothing to tell: a file can be read again, and only a store knows that its lines
        // were counted before.
        if (IsFile || IsBalance)
            return null;
        try
        {
            return _capture.Telemetry?.Follow(_endpoint, request, CreatedAt);
        }
        catch (Exception error)
        {
            _capture.Failed(CaptureFailure.Telemetry, error);
            return null;
        }
    }

    private void Tell(UsageRecord record, CallEnd end, Exception? error)
    {
        if (_telemetry is null)
            return;
        try
        {
            var answer = _body?.Answer;
            _telemetry.End(
                new CallFacts(
                    record,
                    RequestModel,
                    answer?.Model,
                    answer?.FinishReason,
                    ErrorType(record, end, error),
                    CallSummary.HasCompletionOf(_endpoint)
                )
            );
        }
        catch (Exception failure)
        {
            _capture.Failed(CaptureFailure.Telemetry, failure);
        }
    }

    private void CloseTelemetry()
    {
        try
        {
            _telemetry?.Close();
        }
        catch (Exception error)
        {
            _capture.Failed(CaptureFailure.Telemetry, error);
        }
    }

    private static string? ErrorType(UsageRecord record, CallEnd end, Exception? error) =>
        record switch
        {
            { Outcome: not (UsageOutcome.Failed or UsageOutcome.Aborted) } => null,
            { StatusCode: { } status and not (>= 200 and < 300) } => status.ToString(
                System.Globalization.CultureInfo.InvariantCulture
            ),
            _ when error is not null => error.GetType().FullName,
            { Outcome: UsageOutcome.Failed } => record.FinishReason ?? GenAiNames.OtherError,
            _ => end == CallEnd.EndOfBody ? GenAiNames.IncompleteAnswer : null,
        };
}
