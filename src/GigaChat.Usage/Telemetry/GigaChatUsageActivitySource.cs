using GigaChat.Usage.Recording;

namespace GigaChat.Usage;

/// <summary>
/// The spans of GigaChat calls: one for each attempt, by the conventions of OpenTelemetry for generative AI, open until
/// the response has been read or dropped.
/// </summary>
/// <remarks>
/// A span is named <c>{operation} {model}</c>, such as <c>chat GigaChat-2-Max</c>, and contains models, tokens, finish
/// reason, server and error; never prompts, responses, users or access tokens. <c>gen_ai.usage.input_tokens</c>
/// includes cached tokens. The results of batches have no span.
/// </remarks>
public static class GigaChatUsageActivitySource
{
    /// <summary>
    /// The name of the source, for subscriptions: <c>tracing.AddSource(GigaChatUsageActivitySource.Name)</c>.
    /// </summary>
    public const string Name = "GigaChat.Usage";
}
