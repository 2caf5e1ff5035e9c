namespace GigaChat.Usage.Telemetry;

/// <summary>What a call that is over tells to spans and metrics.</summary>
/// <param name="Record">What was recorded of it.</param>
/// <param name="RequestModel">The model asked for, as the wire names it; null when unknown.</param>
/// <param name="ResponseModel">The model that answered, with its build; null when none did.</param>
/// <param name="FinishReason">The wire's own <c>finish_reason</c>; null when it sent none.</param>
/// <param name="ErrorType">The kind of its failure, of low cardinality; null when it did not fail.</param>
/// <param name="HasCompletion">Whether its answer is a text that is billed.</param>
internal readonly record struct CallFacts(
    UsageRecord Record,
    string? RequestModel,
    string? ResponseModel,
    string? FinishReason,
    string? ErrorType,
    bool HasCompletion
)
{
    /// <summary>Billed tokens that went in; null when unknown.</summary>
    public long? BilledInput =>
        Record.PromptTokens ?? (Record.CompletionTokens is { } output ? Record.TotalTokens - output : null);

    /// <summary>Billed tokens that came out; null when unknown, and where an endpoint has no such thing.</summary>
    public long? BilledOutput => HasCompletion ? Record.CompletionTokens : null;

    /// <summary>Everything the model read, cached tokens included, which are free and not among the prompt
    /// tokens.</summary>
    public long? TotalInput =>
        BilledInput is null && Record.CachedPromptTokens is null
            ? null
            : (BilledInput ?? 0) + (Record.CachedPromptTokens ?? 0);
}
