namespace GigaChat.Usage;

/// <summary>The usage of one user.</summary>
public sealed class UserUsage : UsageTally
{
    internal UserUsage(UsageGroup sum)
        : base(sum)
    {
        UserId = sum.UserId ?? "";
        UserName = sum.UserName;
    }

    /// <summary>The user's id.</summary>
    public string UserId { get; }

    /// <summary>The user's newest name; null when no record has one.</summary>
    public string? UserName { get; }
}
