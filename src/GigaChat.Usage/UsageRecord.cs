using System.Text;

namespace GigaChat.Usage;

/// <summary>One attempt of one call: who spent how many tokens, on what, and how it ended. Immutable.</summary>
/// <remarks>
/// Holds no prompt, no answer and no credential. Texts longer than <see cref="UsageRecordLimits"/> allows are cut
/// before they are stored.
/// </remarks>
public sealed record UsageRecord
{
    /// <summary>Makes a record with a new id.</summary>
    public UsageRecord()
        : this(RecordId.Create(TimeProvider.System.GetUtcNow())) { }

    /// <summary>Makes a record whose id is known, and so does not make another.</summary>
    internal UsageRecord(Guid id) => Id = id;

    /// <summary>The record's id, a UUIDv7 of this library's making; stores keep one record per id.</summary>
    public Guid Id { get; init; }

    /// <summary>When the request was sent, in UTC; stores keep microseconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What the call was made for.</summary>
    public required UsageOperation Operation { get; init; }

    /// <summary>The model that answered, without its build: <c>GigaChat-2-Max</c>; the model asked for when none
    /// answered.</summary>
    public string? Model { get; init; }

    /// <summary>The model's build, the part of the wire's <c>model</c> after the colon: <c>2.0.28.2</c>.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>The id of the user the call is charged to.</summary>
    public string? UserId { get; init; }

    /// <summary>The name of that user, to show and to search.</summary>
    public string? UserName { get; init; }

    /// <summary>The application's access token the call is charged to: a fingerprint, unless the application chose
    /// otherwise.</summary>
    public string? AccessToken { get; init; }

    /// <summary>The type of that token, such as <c>DEMO</c> or <c>DEVELOPER</c>.</summary>
    public string? AccessTokenType { get; init; }

    /// <summary>The id of the application's own unit of work, such as one generated lesson.</summary>
    public string? GenerationId { get; init; }

    /// <summary>What the call was about, in the application's words.</summary>
    public string? Topic { get; init; }

    /// <summary>Where the call came from: <c>web</c>, <c>telegram</c>, <c>api</c>.</summary>
    public string? Platform { get; init; }

    /// <summary>The <c>X-Session-ID</c> of the call, which steers the provider's prompt cache.</summary>
    public string? SessionId { get; init; }

    /// <summary>The <c>X-Request-ID</c> the provider answered with, else the one that was sent. An attribute, never a
    /// key.</summary>
    public string? RequestId { get; init; }

    /// <summary>Prompt tokens that are billed, without the cached ones; null when unknown.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Completion tokens; null when unknown.</summary>
    public long? CompletionTokens { get; init; }

    /// <summary>Prompt tokens taken from the provider's cache, free, and not part of <see cref="PromptTokens"/>; null
    /// when unknown.</summary>
    public long? CachedPromptTokens { get; init; }

    /// <summary>The number of reasoning tokens, which are part of <see cref="CompletionTokens"/>; null when
    /// unknown.</summary>
    /// <value>The wire's <c>completion_tokens_details.reasoning_tokens</c> or
    /// <c>output_tokens_details.reasoning_tokens</c>.</value>
    public long? ReasoningTokens { get; init; }

    /// <summary>The tokens that are billed: what the provider calls total.</summary>
    public long TotalTokens { get; init; }

    /// <summary>Where the counts come from.</summary>
    public UsageSource Source { get; init; }

    /// <summary>How the call ended.</summary>
    public UsageOutcome Outcome { get; init; }

    /// <summary>Characters (UTF-16 units) of text in the request.</summary>
    public int PromptLength { get; init; }

    /// <summary>Characters (UTF-16 units) of text in the part of the answer that arrived.</summary>
    public int ResponseLength { get; init; }

    /// <summary>From sending the request to the end of the answer.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>From sending the request to the first text of a streamed answer; null when the answer was not streamed
    /// or held none.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>The HTTP status; null when there was no answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The wire's <c>finish_reason</c>; for a call that got no answer, the kind of the error.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Whether the call was part of a batch, which costs half.</summary>
    public bool IsBatch { get; init; }

    /// <summary>1 for the first attempt of a call, 2 for its first retry, and so on; counting first attempts counts
    /// calls.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>For a retry, the <see cref="Id"/> of the call's first attempt; null on the first attempt
    /// itself.</summary>
    public Guid? FirstAttemptId { get; init; }

    private bool PrintMembers(StringBuilder text)
    {
        text.Member(nameof(Id), Id)
            .Member(nameof(CreatedAt), CreatedAt.ToString("O"))
            .Member(nameof(Operation), Operation)
            .Member(nameof(Model), Model)
            .Member(nameof(UserId), UserId)
            .Secret(nameof(AccessToken), AccessToken)
            .Member(nameof(AccessTokenType), AccessTokenType)
            .Member(nameof(GenerationId), GenerationId)
            .Member(nameof(Platform), Platform)
            .Member(nameof(RequestId), RequestId)
            .Member(nameof(PromptTokens), PromptTokens)
            .Member(nameof(CompletionTokens), CompletionTokens)
            .Member(nameof(CachedPromptTokens), CachedPromptTokens)
            .Member(nameof(ReasoningTokens), ReasoningTokens)
            .Member(nameof(TotalTokens), TotalTokens)
            .Member(nameof(Source), Source)
            .Member(nameof(Outcome), Outcome)
            .Member(nameof(StatusCode), StatusCode)
            .Member(nameof(FinishReason), FinishReason)
            .Member(nameof(Attempt), Attempt);
        return true;
    }
}
