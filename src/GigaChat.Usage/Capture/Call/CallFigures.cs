namespace GigaChat.Usage.Capture;

/// <summary>The figures of an attempt, without its attribution.</summary>
internal readonly struct CallFigures
{
    public required UsageOperation Operation { get; init; }

    public required UsageOutcome Outcome { get; init; }

    public CallTokens Tokens { get; init; }

    public int PromptLength { get; init; }

    public int ResponseLength { get; init; }

    public TimeSpan Duration { get; init; }

    public TimeSpan? TimeToFirstToken { get; init; }

    public string? FinishReason { get; init; }
}
