namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// A row of sums by tag: the records of one day or week that have the key, and for some kinds its value, with
/// the same operation, model, source and kind of billing.
/// </summary>
internal sealed class TagRollup
{
    public TagRollupKind Kind { get; set; }

    /// <summary>
    /// The date of the day or of the week's Monday in the report time zone, written as if it were UTC.
    /// </summary>
    public DateTimeOffset Bucket { get; set; }

    /// <summary>The key; empty for the keys beyond the limit of a day.</summary>
    public string TagKey { get; set; } = "";

    /// <summary>The value; empty where the kind has none.</summary>
    public string TagValue { get; set; } = "";

    public string Operation { get; set; } = "";

    public string Model { get; set; } = "";

    public UsageSource Source { get; set; }

    public bool IsBatch { get; set; }

    public long Count { get; set; }

    public long Calls { get; set; }

    public long PromptTokens { get; set; }

    public long CompletionTokens { get; set; }

    public long CachedPromptTokens { get; set; }

    public long TotalTokens { get; set; }

    public long EstimatedTokens { get; set; }
}
