namespace GigaChat.Usage.Tests.Capture;

/// <summary>An exchange and what must be recorded of it.</summary>
internal sealed record WireFixture(string Name, CapturedExchange Exchange)
{
    public string? Model { get; init; } = "GigaChat-2";

    public string? ModelVersion { get; init; } = "2.0.28.2";

    public long? Prompt { get; init; }

    public long? Completion { get; init; }

    public long? Cached { get; init; }

    public long? Reasoning { get; init; }

    public long Total { get; init; }

    public UsageSource Source { get; init; } = UsageSource.Reported;

    public UsageOutcome Outcome { get; init; } = UsageOutcome.Completed;

    public UsageOperation Operation { get; init; } = UsageOperation.TextGeneration;

    public string? FinishReason { get; init; } = "stop";

    public int PromptLength { get; init; }

    public int ResponseLength { get; init; }

    public override string ToString() => Name;

    public void Verify(UsageRecord record)
    {
        var read = new WireFixture(Name, Exchange)
        {
            Model = record.Model,
            ModelVersion = record.ModelVersion,
            Prompt = record.PromptTokens,
            Completion = record.CompletionTokens,
            Cached = record.CachedPromptTokens,
            Reasoning = record.ReasoningTokens,
            Total = record.TotalTokens,
            Source = record.Source,
            Outcome = record.Outcome,
            Operation = record.Operation,
            FinishReason = record.FinishReason,
            PromptLength = record.PromptLength,
            ResponseLength = record.ResponseLength,
        };
        read.Should().Be(this);
    }
}
