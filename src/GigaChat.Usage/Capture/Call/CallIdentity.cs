using GigaChat.Usage.Attribution;

namespace GigaChat.Usage.Capture;

/// <summary>Who makes a call, when, as which attempt, and with which ids: all of a record but its figures.</summary>
internal struct CallIdentity
{
    private readonly UsageContext _context;
    private readonly HostRule _host;
    private readonly DateTime _createdUtc; // A DateTimeOffset would take 8 bytes more of every call.
    private readonly LogicalCall? _logical;
    private Guid? _firstAttempt;
    private int _attempt = 1;
    private string? _requestId;
    private string? _sessionId;

    public CallIdentity(TimeProvider time, HostRule host, UsageContext context, HttpRequestMessage request)
    {
        _context = context;
        _host = host;
        _createdUtc = UsageRecordLimits.WholeMicroseconds(time.GetUtcNow()).UtcDateTime;
        Id = RecordId.Create(CreatedAt);
        _logical = LogicalCall.Of(request);
        _requestId = request.Headers.Find("X-Request-ID");
        _sessionId = context.SessionId ?? request.Headers.Find("X-Session-ID");
    }

    public readonly DateTimeOffset CreatedAt => new(_createdUtc);

    /// <summary>The id of the record of this attempt.</summary>
    public Guid Id { get; }

    /// <summary>Called when the attempt is about to be sent: it receives its number.</summary>
    public void BeginAttempt()
    {
        if (_logical is not null)
            (_attempt, _firstAttempt) = _logical.Begin(Id);
    }

    /// <summary>Called when the response headers have been received: ids of the provider replace those sent.</summary>
    public void Read(HttpResponseMessage response)
    {
        _requestId = response.Headers.Find("X-Request-ID") ?? _requestId;
        _sessionId ??= response.Headers.Find("X-Session-ID");
    }

    public readonly CallRequest ToCallRequest(UsageCapture capture, string? model, in RequestFacts facts) =>
        new(Id, CreatedAt)
        {
            UserId = _context.UserId,
            AccessToken = capture.Keep(_context.AccessToken),
            AccessTokenType = _context.AccessTokenType,
            Platform = capture.PlatformOf(_context),
            Tags = _context.Tags ?? UsageTags.Empty,
            Model = _host.NameOf(model),
            PromptTokens = facts.PromptTokens,
            IsPromptIncomplete = !facts.IsComplete,
            MaxCompletionTokens = facts.MaxCompletionTokens,
            HasCompletion = facts.HasCompletion,
            IsBodyUnseen = facts.IsBodyUnseen,
        };

    public readonly UsageRecord ToRecord(
        UsageCapture capture,
        Guid id,
        string? model,
        string? version,
        int statusCode,
        in CallFigures figures
    ) =>
        new(id)
        {
            CreatedAt = CreatedAt,
            Operation = _context.Operation ?? figures.Operation,
            Model = _host.NameOf(model),
            ModelVersion = version,
            UserId = _context.UserId,
            UserName = _context.UserName,
            AccessToken = capture.Keep(_context.AccessToken),
            AccessTokenType = _context.AccessTokenType,
            GenerationId = _context.GenerationId,
            Topic = _context.Topic,
            Platform = capture.PlatformOf(_context),
            Tags = _context.Tags,
            SessionId = _sessionId,
            RequestId = _requestId,
            PromptTokens = figures.Tokens.Prompt,
            CompletionTokens = figures.Tokens.Completion,
            CachedPromptTokens = figures.Tokens.Cached,
            ReasoningTokens = figures.Tokens.Reasoning,
            TotalTokens = figures.Tokens.Total,
            Source = figures.Tokens.Source,
            Outcome = figures.Outcome,
            PromptLength = figures.PromptLength,
            ResponseLength = figures.ResponseLength,
            Duration = figures.Duration,
            TimeToFirstToken = figures.TimeToFirstToken,
            StatusCode = statusCode == 0 ? null : statusCode,
            FinishReason = figures.FinishReason,
            Attempt = _attempt,
            FirstAttemptId = _firstAttempt,
        };
}
