using GigaChat.Usage.Telemetry;

namespace GigaChat.Usage.Capture;

/// <summary>
/// Passes a call to the listeners of spans and metrics. The listeners may throw; the call is not affected.
/// </summary>
internal readonly struct CallTelemetryGuard
{
    private readonly UsageCapture _capture;
    private readonly CallTelemetry? _telemetry;

    public CallTelemetryGuard(
        UsageCapture capture,
        WireContract contract,
        HttpRequestMessage request,
        DateTimeOffset startedAt
    )
    {
        _capture = capture;
        try
        {
            _telemetry = capture.Telemetry?.Follow(contract.GenAiOperation, request, startedAt);
        }
        catch (Exception error)
        {
            capture.Failed(CaptureFailure.Telemetry, error);
        }
    }

    /// <summary><c>true</c> if there may be a listener; otherwise, <c>false</c>.</summary>
    public bool IsOn => _telemetry is not null;

    /// <summary>Called when the request is about to be sent, if it is certain that the call produces a record.</summary>
    public void Send(string? requestModel)
    {
        try
        {
            _telemetry?.Send(requestModel);
        }
        catch (Exception error)
        {
            _capture.Failed(CaptureFailure.Telemetry, error);
        }
    }

    /// <summary>Called when the request has been sent, or could not be sent.</summary>
    public void Sent()
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

    /// <summary>Reports a call that has ended.</summary>
    public void End(
        UsageRecord record,
        string? requestModel,
        ResponseScanner? response,
        string? errorType,
        bool hasCompletion
    )
    {
        if (_telemetry is null)
            return;
        try
        {
            _telemetry.End(
                new CallFacts(record, requestModel, response?.Model, response?.FinishReason, errorType, hasCompletion)
            );
        }
        catch (Exception failure)
        {
            _capture.Failed(CaptureFailure.Telemetry, failure);
        }
    }

    /// <summary>Closes what is open for a call of which nothing is reported.</summary>
    public void Close()
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
}
