namespace GigaChat.Usage;

/// <summary>The tokens of one answer. The parts are disjoint: cached prompt tokens are free and no part of the
/// prompt's.</summary>
/// <param name="Prompt">Prompt tokens that are billed.</param>
/// <param name="Completion">Completion tokens.</param>
/// <param name="Cached">Prompt tokens that came from the cache.</param>
public readonly record struct BilledTokens(long Prompt, long Completion = 0, long Cached = 0)
{
    /// <summary>Reasoning tokens, which are a part of the completion's.</summary>
    public long Reasoning { get; init; }

    /// <summary>What is billed: prompt and completion.</summary>
    public long Total => Prompt + Completion;
}
