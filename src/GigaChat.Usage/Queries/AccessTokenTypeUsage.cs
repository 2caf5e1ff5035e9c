namespace GigaChat.Usage;

/// <summary>The usage of the access tokens of one type.</summary>
public sealed class AccessTokenTypeUsage : UsageTally
{
    internal AccessTokenTypeUsage(UsageGroup sum)
        : base(sum) => AccessTokenType = sum.AccessTokenType;

    /// <summary>The type, such as <c>DEMO</c>; null for calls without a token, or with one without a type.</summary>
    public string? AccessTokenType { get; }
}
