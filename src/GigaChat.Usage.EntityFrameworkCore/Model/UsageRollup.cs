namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// A row of sums: the records of one bucket of time with the same keys. Keys that a kind does not have, and keys that
/// records lack, are empty.
/// </summary>
internal sealed class UsageRollup
{
    public RollupKind Kind { get; set; }

    /// <summary>
    /// The first moment of the hour; for days, the date in the report time zone, written as if it were UTC.
    /// </summary>
    public DateTimeOffset Bucket { get; set; }

    public string Operation { get; set; } = "";

    public string Model { get; set; } = "";

    public string UserId { get; set; } = "";

    public string AccessToken { get; set; } = "";

    public string AccessTokenType { get; set; } = "";

    public string Platform { get; set; } = "";

    public UsageSource Source { get; set; }

    public UsageOutcome Outcome { get; set; }

    public bool IsBatch { get; set; }

    public long Count { get; set; }

    public long Calls { get; set; }

    public long PromptTokens { get; set; }

    public long CompletionTokens { get; set; }

    public long CachedPromptTokens { get; set; }

    public long TotalTokens { get; set; }

    public long EstimatedTokens { get; set; }

    /// <summary>
    /// The user's newest name in the bucket behind the time of its use, see <see cref="NameStamp"/>; empty when there
    /// is none.
    /// </summary>
    public string NameStamp { get; set; } = "";
}
