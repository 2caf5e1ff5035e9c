using System.Globalization;
using GigaChat.Usage.Telemetry;

namespace GigaChat.Usage.Capture;

/// <summary>
/// The outcome, the operation and the tokens of an attempt that has ended. All rules of accounting are in this type.
/// </summary>
internal readonly struct CallSummary(
    CapturedEndpoint endpoint,
    int statusCode,
    CallEnd end,
    Exception? error,
    RequestScanner? request,
    BodyReader? body,
    bool isSent = false
)
{
    private ResponseScanner? Answer => body?.Answer;

    private WireContract Contract => WireContract.Of(endpoint);

    public bool IsStream => body is { IsStream: true };

    private bool IsSuccess => statusCode is >= 200 and < 300;

    /// <summary>
    /// <c>true</c> if the body ended normally but is no API response (empty, a web page, invalid data); otherwise,
    /// <c>false</c>.
    /// </summary>
    private bool IsUnreadable =>
        end == CallEnd.EndOfBody
        && !IsUndecodable
        && body is null or { Format: BodyFormat.Unknown or BodyFormat.Unreadable };

    /// <summary>
    /// <c>true</c> if the caller has a response that could not be decoded here, because its encoding is not known or
    /// the tracking failed; otherwise, <c>false</c>.
    /// </summary>
    private bool IsUndecodable => body is { IsUndecodable: true };

    /// <summary>
    /// <c>true</c> if the caller cancelled a request that the server has received completely and may be processing and
    /// billing; otherwise, <c>false</c>.
    /// </summary>
    private bool IsGivenUp => statusCode == 0 && end == CallEnd.Cancelled && isSent;

    private bool IsError => Answer is { IsError: true };

    /// <summary><c>true</c> if the whole response was observed; otherwise, <c>false</c>.</summary>
    private bool IsWhole =>
        body switch
        {
            null => false,
            { IsUndecodable: true } => end == CallEnd.EndOfBody,
            { Format: BodyFormat.Grpc } => body.GrpcStatus == GrpcStatus.Ok,
            { IsComplete: true } or { Format: BodyFormat.Json, Answer.IsDone: true } => true,
            { IsStream: true } => (Answer!.FinishReason is not null || IsError)
                && (end == CallEnd.EndOfBody || Answer.Usage is not null),
            _ => false,
        };

    /// <summary>
    /// <c>true</c> if the counts are those of a moment in the middle of a stream; otherwise, <c>false</c>.
    /// </summary>
    private bool IsUsageSoFar => Contract.Semantics == UsageSemantics.SoFar && IsStream && !IsWhole;

    /// <summary>
    /// Determines whether the call shows that it is one of a model, where its path alone does not show it.
    /// </summary>
    public bool HasSign(string? requestModel) =>
        !Contract.NeedsSign || requestModel is not null || Answer?.Usage is not null;

    /// <summary><c>true</c> if a 2xx response, or a part of it, could not be read; otherwise, <c>false</c>.</summary>
    public bool IsParseFailure =>
        IsSuccess
        && (
            body is { IsMalformed: true } or { IsUndecodable: true }
            || Answer is { IsUsageImplausible: true }
            || (end == CallEnd.EndOfBody && !IsWhole && body?.GrpcStatus is null)
        );

    public UsageOutcome Outcome
    {
        get
        {
            if (statusCode == 0)
                return end == CallEnd.Cancelled ? UsageOutcome.Aborted : UsageOutcome.Failed;
            if (!IsSuccess || IsError || IsUnreadable)
                return UsageOutcome.Failed;
            if (body?.GrpcStatus is { } status and not GrpcStatus.Ok)
                return status is GrpcStatus.Cancelled or GrpcStatus.DeadlineExceeded
                    ? UsageOutcome.Aborted
                    : UsageOutcome.Failed;
            if (FinishReasons.IsBlocked(Answer?.FinishReason))
                return UsageOutcome.Blocked;
            return IsWhole ? UsageOutcome.Completed : UsageOutcome.Aborted;
        }
    }

    public UsageOperation Operation =>
        endpoint switch
        {
            CapturedEndpoint.FileContent when Answer is { IsEmbeddings: true } => UsageOperation.Embedding,
            _ when !Contract.HasCompletion => Contract.Operation,
            _ when Answer?.Made.ToOperation() is { } made => made,
            // A file was requested or begun, and no response contradicts it: a rejected or interrupted call of that
            // kind.
            _ when !IsWhole && Begun.ToOperation() is { } begun => begun,
            _ => Contract.Operation,
        };

    private MadeFile Begun => (request?.AsksFor ?? MadeFile.None).And(Answer?.Began ?? MadeFile.None);

    public string? FinishReason =>
        Answer?.FinishReason
        ?? this switch
        {
            _ when IsSuccess && IsUndecodable => "unreadable",
            _ when end == CallEnd.Unobserved => "unobserved",
            { Outcome: UsageOutcome.Failed } when IsSuccess && IsUnreadable => "unreadable",
            _ when body?.GrpcStatus is { } status and not GrpcStatus.Ok => GrpcStatus.NameOf(status),
            _ when end == CallEnd.Cancelled => "cancelled",
            _ when end == CallEnd.SendFailed => (error as HttpRequestException)?.HttpRequestError.ToString()
                ?? "SendFailed",
            _ => null,
        };

    /// <summary>Gets the kind of error for spans and metrics; <c>null</c> for a call without one.</summary>
    public string? ErrorType(UsageRecord record) =>
        record switch
        {
            { Outcome: not (UsageOutcome.Failed or UsageOutcome.Aborted) } => null,
            { StatusCode: { } status and not (>= 200 and < 300) } => status.ToString(CultureInfo.InvariantCulture),
            _ when error is not null => error.GetType().FullName,
            { Outcome: UsageOutcome.Failed } => record.FinishReason ?? GenAiNames.OtherError,
            _ => end == CallEnd.EndOfBody ? GenAiNames.IncompleteAnswer : null,
        };

    private bool HasCompletion =>
        HasCompletionOf(endpoint) && !(endpoint == CapturedEndpoint.FileContent && Answer is { IsEmbeddings: true });

    /// <summary>Determines whether the responses of an endpoint contain text that is billed.</summary>
    public static bool HasCompletionOf(CapturedEndpoint endpoint) => WireContract.Of(endpoint).HasCompletion;

    public CallTokens Tokens(ITokenEstimator estimator, string? model)
    {
        if (IsGivenUp)
            return Estimate(estimator, model, reportedPrompt: null);
        if (!IsSuccess)
            return CallTokens.None;
        if (Answer?.Usage is { } counts)
            return IsUsageSoFar
                ? Estimate(estimator, model, counts.BilledPrompt) with
                {
                    Cached = counts.Cached,
                }
                : Reported(counts);

        return Outcome == UsageOutcome.Failed ? CallTokens.None : Estimate(estimator, model, reportedPrompt: null);
    }

    /// <summary>
    /// Gets the counts that the API reported; an endpoint without a completion has a completion of 0 tokens.
    /// </summary>
    public CallTokens Reported(in TokenCounts counts)
    {
        var tokens = CallTokens.Reported(counts);
        return HasCompletion ? tokens : tokens with { Completion = tokens.Completion ?? 0 };
    }

    /// <summary>
    /// Estimates the billed tokens: those of the whole prompt, and those of the known part of the response. An unknown
    /// count stays <c>null</c>.
    /// </summary>
    private CallTokens Estimate(ITokenEstimator estimator, string? model, long? reportedPrompt)
    {
        var prompt = reportedPrompt ?? EstimatePrompt(estimator, request, endpoint, model);
        if (!HasCompletion)
            return CallTokens.Estimated(prompt, prompt is null ? null : 0);

        long? completion = null;
        if (Answer is { HasText: true })
        {
            var text = Answer.Text.Count();
            text.Add(Answer.SideText.Count());
            completion =
                Math.Max(0, estimator.Estimate(text.ToMeasure(parts: 1), TokenKind.Completion, model))
                + HiddenTokens.OfResponse(Answer);
        }

        return CallTokens.Estimated(prompt, completion);
    }

    /// <summary>
    /// Passes the reported counts of texts that were observed completely to an estimator that calibrates itself (L35).
    /// Anything else that is billed with the texts would distort its calibration.
    /// </summary>
    public void Teach(ITokenEstimator estimator, string? model)
    {
        if (
            estimator is not ICalibratingTokenEstimator learner
            || Answer?.Usage is not { } counts
            || !IsSuccess
            || Outcome != UsageOutcome.Completed
        )
            return;

        // Other endpoints reach GigaChat through a gateway, or with a history that the request does not contain. Tools
        // work in steps that no response shows.
        if (endpoint is not (CapturedEndpoint.Chat or CapturedEndpoint.Embeddings) || request is not { IsPlain: true })
            return;
        var kind = endpoint == CapturedEndpoint.Embeddings ? TokenKind.EmbeddingInput : TokenKind.Prompt;
        if (counts.BilledPrompt is { } billed && !request.Text.IsEmpty && learner.IsDue(kind, model))
        {
            learner.Learn(
                request.Text.Count().ToMeasure(Math.Max(1, request.Parts)),
                kind,
                model,
                billed + (counts.Cached ?? 0)
            );
        }

        if (
            counts.Completion is { } completion
            && HasCompletion
            && counts.Reasoning is null or 0
            && Answer is { HasText: true, SideText.IsEmpty: true, Made: MadeFile.None, HasTool: false }
            && learner.IsDue(TokenKind.Completion, model)
        )
            learner.Learn(Answer.Text.Count().ToMeasure(parts: 1), TokenKind.Completion, model, completion);
    }

    /// <summary>Estimates the prompt tokens of a request; <c>null</c> if no part of the prompt was observed.</summary>
    public static long? EstimatePrompt(
        ITokenEstimator estimator,
        RequestScanner? request,
        CapturedEndpoint endpoint,
        string? model
    )
    {
        if (request is not ({ Parts: > 0 } or { Text.IsEmpty: false }))
            return null;
        var text = request.Text.Count();
        text.Add(request.SideText.Count());
        var kind = endpoint == CapturedEndpoint.Embeddings ? TokenKind.EmbeddingInput : TokenKind.Prompt;
        return Math.Max(0, estimator.Estimate(text.ToMeasure(Math.Max(1, request.Parts)), kind, model))
            + HiddenTokens.OfRequest(request);
    }
}
