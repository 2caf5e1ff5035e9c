using GigaChat.Usage.Queries;

namespace GigaChat.Usage;

/// <summary>The sums of a set of records.</summary>
public abstract class UsageTally
{
    private protected UsageTally(UsageGroup sum)
    {
        Count = sum.Count;
        Calls = sum.Calls;
        Tokens = sum.TotalTokens;
        PromptTokens = sum.PromptTokens;
        CompletionTokens = sum.CompletionTokens;
        CachedPromptTokens = sum.CachedPromptTokens;
        EstimatedTokens = sum.EstimatedTokens;
    }

    /// <summary>The number of HTTP requests: every attempt of every call, failed ones included.</summary>
    public long Count { get; }

    /// <summary>The number of calls: a call with three attempts counts once.</summary>
    public long Calls { get; }

    /// <summary>The number of billed tokens.</summary>
    public long Tokens { get; }

    /// <summary>The number of billed prompt tokens, as far as they are known.</summary>
    public long PromptTokens { get; }

    /// <summary>The number of completion tokens, as far as they are known.</summary>
    public long CompletionTokens { get; }

    /// <summary>
    /// The number of prompt tokens from the provider's cache, as far as they are known; not part of
    /// <see cref="Tokens"/>.
    /// </summary>
    public long CachedPromptTokens { get; }

    /// <summary>The number of <see cref="Tokens"/> that are estimates.</summary>
    public long EstimatedTokens { get; }

    /// <summary>The share of <see cref="Tokens"/> that is estimated, 0 to 1.</summary>
    public double EstimatedShare => Ratio.Of(EstimatedTokens, Tokens);
}
