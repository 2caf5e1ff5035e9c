namespace GigaChat.Usage.Capture;

/// <summary>The token counts of a record and their source.</summary>
internal readonly record struct CallTokens(
    long? Prompt,
    long? Completion,
    long? Cached,
    long Total,
    UsageSource Source,
    long? Reasoning = null
)
{
    public static CallTokens None { get; }

    public static CallTokens Reported(in TokenCounts counts) =>
        new(
            counts.BilledPrompt,
            counts.Completion,
            counts.Cached,
            counts.BilledTotal,
            UsageSource.Reported,
            counts.ReasoningOfCompletion
        );

    public static CallTokens Estimated(long? prompt, long? completion) =>
        prompt is null && completion is null
            ? None
            : new(prompt, completion, null, (prompt ?? 0) + (completion ?? 0), UsageSource.Estimated);
}
