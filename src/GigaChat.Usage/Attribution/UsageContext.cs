using System.Text;

namespace GigaChat.Usage;

/// <summary>Whom and what a call is charged to. Immutable; a part left null is taken from the context around
/// it.</summary>
public sealed record UsageContext
{
    internal static UsageContext Empty { get; } = new();

    /// <summary>The id of the user.</summary>
    public string? UserId { get; init; }

    /// <summary>The name of the user.</summary>
    public string? UserName { get; init; }

    /// <summary>The application's access token. It is stored as a fingerprint unless
    /// <see cref="GigaChatUsageOptions.AccessTokens"/> says otherwise.</summary>
    public string? AccessToken { get; init; }

    /// <summary>The type of that token, such as <c>DEMO</c> or <c>DEVELOPER</c>.</summary>
    public string? AccessTokenType { get; init; }

    /// <summary>The id of the application's own unit of work.</summary>
    public string? GenerationId { get; init; }

    /// <summary>What the call is about, in the application's words. Not the prompt.</summary>
    public string? Topic { get; init; }

    /// <summary>Where the call comes from.</summary>
    public string? Platform { get; init; }

    /// <summary>The session; the request's <c>X-Session-ID</c> when null.</summary>
    public string? SessionId { get; init; }

    /// <summary>What the call is made for; told from the wire when null.</summary>
    public UsageOperation? Operation { get; init; }

    /// <summary>This context, with the parts it leaves null taken from another.</summary>
    /// <param name="fallback">The context around this one; may be null.</param>
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
            .Member(nameof(SessionId), SessionId)
            .Member(nameof(Operation), Operation);
        return text.Length > start;
    }
}
