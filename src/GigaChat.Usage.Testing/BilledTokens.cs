namespace GigaChat.Usage;

/// <summary>
/// The tokens of one response. The parts are disjoint: cached prompt tokens are free and not part of the prompt's.
/// </summary>
/// <param name="Prompt">The number of billed prompt tokens.</param>
/// <param name="Completion">The number of completion tokens.</param>
/// <param name="Cached">The number of prompt tokens from the cache.</param>
public readonly record struct BilledTokens(long Prompt, long Completion = 0, long Cached = 0)
{
    /// <summary>The number of reasoning tokens, which are part of the completion's.</summary>
    public long Reasoning { get; init; }

    /// <summary>The number of billed tokens: prompt and completion.</summary>
    public long Total => Prompt + Completion;
}
