using System.Text;

namespace GigaChat.Usage;

/// <summary>
/// The attribution of a call: the user, the purpose and the origin. Immutable; a value of <c>null</c> is taken from the
/// outer context.
/// </summary>
public sealed record UsageContext
{
    internal static UsageContext Empty { get; } = new();

    /// <summary>The id of the user.</summary>
    public string? UserId { get; init; }

    /// <summary>The name of the user.</summary>
    public string? UserName { get; init; }

    /// <summary>
    /// The access token of the application. It is stored as a fingerprint unless
    /// <see cref="GigaChatUsageOptions.AccessTokens"/> specifies another form.
    /// </summary>
    public string? AccessToken { get; init; }

    /// <summary>The type of that token, such as <c>DEMO</c> or <c>DEVELOPER</c>.</summary>
    public string? AccessTokenType { get; init; }

    /// <summary>The application-provided id of a unit of work.</summary>
    public string? GenerationId { get; init; }

    /// <summary>The topic of the call, as named by the application. Not the prompt.</summary>
    public string? Topic { get; init; }

    /// <summary>The platform from which the call originates.</summary>
    public string? Platform { get; init; }

    /// <summary>
    /// Attributes of the call that usage can be filtered and grouped by, such as <c>tenant</c> or <c>feature</c>; null
    /// for none.
    /// </summary>
    /// <remarks>
    /// Tags of an outer context that have other keys are kept; a tag with an empty value removes that of an outer
    /// context. Of more than <see cref="UsageRecordLimits.Tags"/> the last in the order of keys are dropped, and a
    /// warning counts them.
    /// </remarks>
    public UsageTags? Tags { get; init; }

    /// <summary>The id of the session; the <c>X-Session-ID</c> of the request if <c>null</c>.</summary>
    public string? SessionId { get; init; }

    /// <summary>The operation of the call; derived from the wire if <c>null</c>.</summary>
    public UsageOperation? Operation { get; init; }

    /// <summary>Gets this context, with the values that are <c>null</c> taken from another.</summary>
    /// <param name="fallback">The outer context; may be <c>null</c>.</param>
    public UsageContext WithFallback(UsageContext? fallback) =>
        fallback is null || ReferenceEquals(fallback, this) ? this
        : ReferenceEquals(this, Empty) ? fallback
        : new UsageContext
        {
            UserId = UserId ?? fallback.UserId,
            UserName = UserName ?? (UserId is null ? fallback.UserName : null),
            AccessToken = AccessToken ?? fallback.AccessToken,
            AccessTokenType = AccessTokenType ?? (AccessToken is null ? fallback.AccessTokenType : null),
            GenerationId = GenerationId ?? fallback.GenerationId,
            Topic = Topic ?? fallback.Topic,
            Platform = Platform ?? fallback.Platform,
            Tags = Tags is null ? fallback.Tags : Tags.WithFallback(fallback.Tags),
            SessionId = SessionId ?? fallback.SessionId,
            Operation = Operation ?? fallback.Operation,
        };

    private bool PrintMembers(StringBuilder text)
    {
        var start = text.Length;
        text.Member(nameof(UserId), UserId)
            .Member(nameof(UserName), UserName)
            .Secret(nameof(AccessToken), AccessToken)
            .Member(nameof(AccessTokenType), AccessTokenType)
            .Member(nameof(GenerationId), GenerationId)
            .Member(nameof(Topic), Topic)
            .Member(nameof(Platform), Platform)
            .Member(nameof(Tags), Tags is { Count: > 0 } ? Tags : null)
            .Member(nameof(SessionId), SessionId)
            .Member(nameof(Operation), Operation);
        return text.Length > start;
    }
}
