using GigaChat.Usage.Queries;

namespace GigaChat.Usage;

/// <summary>What a set of records adds up to.</summary>
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

    /// <summary>Requests as they went on the wire: every attempt of every call, failed ones included.</summary>
    public long Count { get; }

    /// <summary>Calls: a call that was tried three times counts once.</summary>
    public long Calls { get; }

    /// <summary>Billed tokens.</summary>
    public long Tokens { get; }

    /// <summary>Billed prompt tokens, as far as they are known.</summary>
    public long PromptTokens { get; }

    /// <summary>Completion tokens, as far as they are known.</summary>
    public long CompletionTokens { get; }

    /// <summary>Prompt tokens taken from the provider's cache, as far as they are known; not part of
    /// <see cref="Tokens"/>.</summary>
    public long CachedPromptTokens { get; }

    /// <summary>How many of <see cref="Tokens"/> are estimates.</summary>
    public long EstimatedTokens { get; }

    /// <summary>The share of <see cref="Tokens"/> that is estimated, 0 to 1.</summary>
    public double EstimatedShare => Ratio.Of(EstimatedTokens, Tokens);
}
