using GigaChat.Usage.Recording;

namespace GigaChat.Usage;

/// <summary>The spans of GigaChat calls: one for each attempt, by OpenTelemetry's conventions for generative AI, open
/// until the answer has been read or dropped.</summary>
/// <remarks>
/// A span is named <c>{operation} {model}</c>, such as <c>chat GigaChat-2-Max</c>, and tells models, tokens, finish
/// reason, server and error; never prompts, answers, users
/// or access tokens. <c>gen_ai.usage.input_tokens</c> holds cached tokens too. The results of batches have no span.
/// </remarks>
public static class GigaChatUsageActivitySource
{
    /// <summary>The source's name, to subscribe to it:
    /// <c>tracing.AddSource(GigaChatUsageActivitySource.Name)</c>.</summary>
    public const string Name = "GigaChat.Usage";
}
