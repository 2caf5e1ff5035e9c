namespace GigaChat.Usage.Capture;

/// <summary>
/// Calls the estimator of the application for calls. It may throw: that is counted, and costs the estimate only.
/// </summary>
internal sealed class CallEstimates(ITokenEstimator estimator, CaptureFailures failures)
{
    /// <summary>
    /// Calibrates the estimator. Separate from the counting: if calibration fails, the reported usage of the call must
    /// not be lost.
    /// </summary>
    public void Teach(in CallSummary summary, string? model)
    {
        try
        {
            summary.Teach(estimator, model);
        }
        catch (Exception error)
        {
            failures.Add(CaptureFailure.Estimator, error);
        }
    }

    /// <summary>Gets the tokens of a call, estimated where they were not reported.</summary>
    public CallTokens Tokens(in CallSummary summary, string? model)
    {
        try
        {
            return summary.Tokens(estimator, model);
        }
        catch (Exception error)
        {
            failures.Add(CaptureFailure.Estimator, error);
            return CallTokens.None;
        }
    }

    /// <summary>Estimates the prompt tokens of a request; <c>null</c> if no part of the prompt was observed.</summary>
    public long? Prompt(RequestScanner? request, CapturedEndpoint endpoint, string? model)
    {
        try
        {
            return CallSummary.EstimatePrompt(estimator, request, endpoint, model);
        }
        catch (Exception error)
        {
            failures.Add(CaptureFailure.Estimator, error);
            return null;
        }
    }
}
