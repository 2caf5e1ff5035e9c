namespace GigaChat.Usage.Telemetry;

/// <summary>The facts of an ended call that are reported in spans and metrics.</summary>
/// <param name="Record">The record of the call.</param>
/// <param name="RequestModel">The requested model, as the wire names it; <c>null</c> if unknown.</param>
/// <param name="ResponseModel">The model of the response, with its build; <c>null</c> if there was none.</param>
/// <param name="FinishReason">The <c>finish_reason</c> of the wire; <c>null</c> if there was none.</param>
/// <param name="ErrorType">The kind of its failure, of low cardinality; <c>null</c> if it did not fail.</param>
/// <param name="HasCompletion"><c>true</c> if its response contains text that is billed; otherwise,
/// <c>false</c>.</param>
internal readonly record struct CallFacts(
    UsageRecord Record,
    string? RequestModel,
    string? ResponseModel,
    string? FinishReason,
    string? ErrorType,
    bool HasCompletion
)
{
    /// <summary>The billed input tokens; <c>null</c> if unknown.</summary>
    public long? BilledInput =>
        Record.PromptTokens ?? (Record.CompletionTokens is { } output ? Record.TotalTokens - output : null);

    /// <summary>The billed output tokens; <c>null</c> if unknown, and for an endpoint without output tokens.</summary>
    public long? BilledOutput => HasCompletion ? Record.CompletionTokens : null;

    /// <summary>All input tokens, including cached tokens, which are free and not counted as prompt tokens.</summary>
    public long? TotalInput =>
        BilledInput is null && Record.CachedPromptTokens is null
            ? null
            : (BilledInput ?? 0) + (Record.CachedPromptTokens ?? 0);
}
