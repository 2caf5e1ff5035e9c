using GigaChat.Usage.Telemetry;

namespace GigaChat.Usage.Capture;

/// <summary>
/// <c>POST …/models/{model}:generateContent</c> and <c>:streamGenerateContent</c> of gateways with the API of Google. A
/// stream consists of events with <c>alt=sse</c>, and is one array of the same documents without it.
/// </summary>
internal static class GenerateContentContract
{
    public static WireContract Instance { get; } =
        new()
        {
            GenAiOperation = GenAiNames.GenerateContent,
            Request = BuildRequest(),
            Body = BuildResponse(),
            Semantics = UsageSemantics.SoFar,
            StreamsArrays = true,
            NeedsSign = true,
        };

    /// <summary>Gets the model in an address; <c>null</c> if there is none.</summary>
    public static string? ModelIn(Uri uri)
    {
        var path = uri.AbsolutePath.AsSpan().TrimEnd('/');
        path = path[(path.LastIndexOf('/') + 1)..];
        path = path[..Math.Max(0, path.LastIndexOf(':'))];
        return path.IsEmpty ? null : WireNames.Get(System.Text.Encoding.UTF8.GetBytes(Uri.UnescapeDataString(path)));
    }

    private static WireNode BuildResponse()
    {
        var part = new WireNode(WireField.Message)
            .With("text", WireShapes.Text)
            .With("thought", new WireNode(WireField.IsThought))
            .With("functionCall", WireShapes.AllSideText);
        var usage = new WireNode(WireField.Usage) { IsClosed = true }
            .With("promptTokenCount", WireShapes.Count(WireField.PromptTokens))
            .With("candidatesTokenCount", WireShapes.Count(WireField.CompletionTokens))
            .With("totalTokenCount", WireShapes.Count(WireField.TotalTokens))
            .With("cachedContentTokenCount", WireShapes.Count(WireField.CachedTokens))
            .With("thoughtsTokenCount", WireShapes.Count(WireField.ThoughtTokens))
            .With("toolUsePromptTokenCount", WireShapes.Ignored)
            .With("promptTokensDetails", WireShapes.Ignored)
            .With("candidatesTokensDetails", WireShapes.Ignored)
            .With("cacheTokensDetails", WireShapes.Ignored)
            .With("toolUsePromptTokensDetails", WireShapes.Ignored)
            .With("trafficType", WireShapes.Ignored);
        var document = new WireNode()
            .With(
                "candidates",
                new WireNode().WithItems(
                    new WireNode()
                        .With("content", new WireNode().With("parts", new WireNode().WithItems(part)))
                        .With("finishReason", WireShapes.FinishReason)
                )
            )
            .With("promptFeedback", new WireNode().With("blockReason", WireShapes.FinishReason))
            .With("usageMetadata", usage)
            .With("modelVersion", WireShapes.Model)
            .With("error", WireShapes.Error);
        return document.WithItems(document);
    }

    private static WireNode BuildRequest()
    {
        var part = new WireNode()
            .With("text", WireShapes.Text)
            .With("functionCall", WireShapes.AllSideText)
            .With("functionResponse", WireShapes.AllSideText);
        part.WithItems(part);
        var content = new WireNode(WireField.Part).With("parts", part);
        var instruction = new WireNode().With("parts", part);
        var limits = new WireNode()
            .With("maxOutputTokens", WireShapes.MaxTokens)
            .With("max_output_tokens", WireShapes.MaxTokens);
        return new WireNode()
            .With("contents", new WireNode().With("parts", part).WithItems(content))
            .With("systemInstruction", instruction)
            .With("system_instruction", instruction)
            .With("generationConfig", limits)
            .With("generation_config", limits)
            .With("tools", WireShapes.AllSideText);
    }
}
