using GigaChat.Usage.Telemetry;

namespace GigaChat.Usage.Capture;

/// <content>Notifications of the listeners of spans and metrics. The listeners may throw; the call is not
/// affected.</content>
internal sealed partial class CapturedCall
{
    private readonly CallTelemetry? _telemetry;

    /// <summary>
    /// <c>true</c> if it is certain before the call is sent that it produces a record; otherwise, <c>false</c>.
    /// </summary>
    private bool IsCertain =>
        _endpoint != CapturedEndpoint.Thread
        && (!Contract.NeedsSign || RequestModel is not null)
        && (!_host.SharesModels || (RequestModel is { } model && WireModel.IsGigaChat(model)));

    /// <summary>Called when the request is about to be sent.</summary>
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

    /// <summary>Called when the request has been sent, or could not be sent.</summary>
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

    private string GenAiOperation =>
        _endpoint switch
        {
            CapturedEndpoint.Embeddings => GenAiNames.Embeddings,
            CapturedEndpoint.AiCheck => GenAiNames.AiCheck,
            CapturedEndpoint.FilterCheck => GenAiNames.FilterCheck,
            CapturedEndpoint.Completions => GenAiNames.TextCompletion,
            CapturedEndpoint.GenerateContent => GenAiNames.GenerateContent,
            _ => GenAiNames.Chat,
        };

    private CallTelemetry? Follow(HttpRequestMessage request)
    {
        // Nothing is reported for the result of a batch: a file can be read again, and only a store knows that its
        // lines were counted before.
        if (IsFile || IsBalance)
            return null;
        try
        {
            return _capture.Telemetry?.Follow(GenAiOperation, request, CreatedAt);
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
