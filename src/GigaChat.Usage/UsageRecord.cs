using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace GigaChat.Usage;

/// <summary>One attempt of one call: its user, tokens, purpose and outcome. Immutable.</summary>
/// <remarks>
/// It contains no prompt, no response and no credential. Texts longer than <see cref="UsageRecordLimits"/> allows are
/// cut before they are stored.
/// </remarks>
public sealed record UsageRecord
{
    /// <summary>Initializes a new instance of the <see cref="UsageRecord"/> class with a new id.</summary>
    public UsageRecord()
        : this(RecordId.Create(TimeProvider.System.GetUtcNow())) { }

    /// <summary>
    /// Initializes a new instance of the <see cref="UsageRecord"/> class with a known id, without creating another.
    /// </summary>
    internal UsageRecord(Guid id) => Id = id;

    /// <summary>The record's id, a UUIDv7 created by this library; stores keep one record per id.</summary>
    public Guid Id { get; init; }

    /// <summary>The time when the request was sent, in UTC; stores keep microseconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The purpose of the call.</summary>
    public required UsageOperation Operation { get; init; }

    /// <summary>
    /// The model of the response, without its build: <c>GigaChat-2-Max</c>; the requested model when there was no
    /// response.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>The model's build, the part of the response's <c>model</c> after the colon: <c>2.0.28.2</c>.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>The id of the user that the call is attributed to.</summary>
    public string? UserId { get; init; }

    /// <summary>The name of that user, to display and to search.</summary>
    public string? UserName { get; init; }

    /// <summary>
    /// The application's access token that the call is attributed to: a fingerprint, unless the application chose
    /// otherwise.
    /// </summary>
    public string? AccessToken { get; init; }

    /// <summary>The type of that token, such as <c>DEMO</c> or <c>DEVELOPER</c>.</summary>
    public string? AccessTokenType { get; init; }

    /// <summary>The id of an application-provided unit of work, such as one generated lesson.</summary>
    public string? GenerationId { get; init; }

    /// <summary>The application-provided topic of the call.</summary>
    public string? Topic { get; init; }

    /// <summary>The origin of the call: <c>web</c>, <c>telegram</c>, <c>api</c>.</summary>
    public string? Platform { get; init; }

    /// <summary>Application-provided attributes of the call, such as a tenant or a feature; empty when there are none.
    /// Setting null makes them empty.</summary>
    [AllowNull]
    public UsageTags Tags
    {
        get => field ?? UsageTags.Empty;
        init => field = value is { Count: > 0 } ? value : null!;
    }

    /// <summary>The <c>X-Session-ID</c> of the call, which controls the provider's prompt cache.</summary>
    public string? SessionId { get; init; }

    /// <summary>
    /// The <c>X-Request-ID</c> of the response, otherwise that of the request. An attribute, never a key.
    /// </summary>
    public string? RequestId { get; init; }

    /// <summary>The number of billed prompt tokens, without the cached ones; null when unknown.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>The number of completion tokens; null when unknown.</summary>
    public long? CompletionTokens { get; init; }

    /// <summary>
    /// The number of prompt tokens from the provider's cache, which are free and not part of
    /// <see cref="PromptTokens"/>; null when unknown.
    /// </summary>
    public long? CachedPromptTokens { get; init; }

    /// <summary>
    /// The number of reasoning tokens, which are part of <see cref="CompletionTokens"/>; null when unknown.
    /// </summary>
    /// <value>The response's <c>completion_tokens_details.reasoning_tokens</c> or
    /// <c>output_tokens_details.reasoning_tokens</c>.</value>
    public long? ReasoningTokens { get; init; }

    /// <summary>The number of billed tokens: the provider's total.</summary>
    public long TotalTokens { get; init; }

    /// <summary>The source of the counts.</summary>
    public UsageSource Source { get; init; }

    /// <summary>The outcome of the call.</summary>
    public UsageOutcome Outcome { get; init; }

    /// <summary>The length of the text in the request, in characters (UTF-16 units).</summary>
    public int PromptLength { get; init; }

    /// <summary>
    /// The length of the text in the part of the response that arrived, in characters (UTF-16 units).
    /// </summary>
    public int ResponseLength { get; init; }

    /// <summary>The time from sending the request to the end of the response.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>
    /// The time from sending the request to the first text of a streamed response; null when the response was not
    /// streamed or had none.
    /// </summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>The HTTP status; null when there was no response.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The response's <c>finish_reason</c>; for a call without a response, the kind of the error.</summary>
    public string? FinishReason { get; init; }

    /// <summary><c>true</c> if the call was part of a batch, which costs half; otherwise, <c>false</c>.</summary>
    public bool IsBatch { get; init; }

    /// <summary>
    /// The number of the attempt: 1 for the first one of a call, 2 for its first retry, and so on; counting first
    /// attempts counts calls.
    /// </summary>
    public int Attempt { get; init; } = 1;

    /// <summary>
    /// For a retry, the <see cref="Id"/> of the call's first attempt; null on the first attempt itself.
    /// </summary>
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
            .Member(nameof(Tags), Tags.Count == 0 ? null : Tags)
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
