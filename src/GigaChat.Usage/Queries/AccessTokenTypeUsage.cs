namespace GigaChat.Usage;

/// <summary>What the access tokens of one type used.</summary>
public sealed class AccessTokenTypeUsage : UsageTally
{
    internal AccessTokenTypeUsage(UsageGroup sum)
        : base(sum) => AccessTokenType = sum.AccessTokenType;

    /// <summary>The type, such as <c>DEMO</c>; null for calls charged to no token, or to one without a type.</summary>
    public string? AccessTokenType { get; }
}
