namespace GigaChat.Usage.Capture;

/// <summary>The parts of the wire that several contracts share.</summary>
internal static class WireShapes
{
    public static WireNode Ignored { get; } = new();

    public static WireNode Text { get; } = new(WireField.Text);

    public static WireNode Model { get; } = new(WireField.Model);

    public static WireNode Stream { get; } = new(WireField.Stream);

    public static WireNode MaxTokens { get; } = new(WireField.MaxTokens);

    public static WireNode FinishReason { get; } = new(WireField.FinishReason);

    public static WireNode EventName { get; } = new(WireField.EventName);

    public static WireNode Role { get; } = new(WireField.Role);

    public static WireNode Error { get; } = new(WireField.Error);

    /// <summary>
    /// A JSON value that a model reads or writes besides texts: its strings, keys, numbers and punctuation are side
    /// text.
    /// </summary>
    public static WireNode AllSideText { get; } = WireNode.Json(WireField.SideText);

    /// <summary>A function call as models write it.</summary>
    public static WireNode FunctionCall { get; } =
        new WireNode().With("name", new WireNode(WireField.CallName)).With("arguments", AllSideText);

    /// <summary>
    /// The calls in the vocabulary of OpenAI; in a stream only the first chunk of a call contains its name.
    /// </summary>
    public static WireNode ToolCalls { get; } =
        new WireNode().WithItems(
            new WireNode()
                .With("function", FunctionCall)
                .With(
                    "custom",
                    new WireNode().With("name", new WireNode(WireField.CallName)).With("input", AllSideText)
                )
        );

    public static WireNode SideText { get; } = new(WireField.SideText);

    /// <summary>Every string at any depth, as reasoning.</summary>
    public static WireNode Reasoning { get; } = WireNode.Everything(WireField.Reasoning);

    /// <summary>The <c>usage</c> object in the vocabulary of GigaChat v1, v2 and OpenAI.</summary>
    public static WireNode Usage { get; } = UsageOf(WireField.Usage);

    /// <summary>The same within an element of a list; the usages of the elements are added up.</summary>
    public static WireNode ItemUsage { get; } = UsageOf(WireField.ItemUsage);

    /// <summary>The same within the wrapper of an event, which counts if the event itself has none.</summary>
    public static WireNode WrappedUsage { get; } = UsageOf(WireField.WrappedUsage);

    /// <summary>A message or a delta of a response, of v1 and v2.</summary>
    public static WireNode Message { get; } = BuildMessage();

    /// <summary>The elements of <c>choices</c>.</summary>
    public static WireNode Choices { get; } =
        new WireNode().WithItems(
            new WireNode().With("delta", Message).With("message", Message).With("finish_reason", FinishReason)
        );

    public static WireNode Count(WireField field) => new(field);

    /// <summary>Builds a <c>usage</c> object with further fields.</summary>
    public static WireNode UsageOf(WireField field) =>
        new WireNode(field) { IsClosed = true }
            .With("prompt_tokens", Count(WireField.PromptTokens))
            .With("completion_tokens", Count(WireField.CompletionTokens))
            .With("total_tokens", Count(WireField.TotalTokens))
            .With("precached_prompt_tokens", Count(WireField.CachedTokens))
            .With("input_tokens", Count(WireField.PromptTokens))
            .With("output_tokens", Count(WireField.CompletionTokens))
            .With(
                "input_tokens_details",
                new WireNode { IsClosed = true }
                    .With("prompt_tokens", Count(WireField.FreshPromptTokens))
                    .With("cached_tokens", Count(WireField.CachedTokens))
            )
            .With("prompt_tokens_details", new WireNode().With("cached_tokens", Count(WireField.CachedTokens)))
            .With("completion_tokens_details", ReasoningDetails())
            .With("output_tokens_details", ReasoningDetails())
            .With("system_tokens", Ignored);

    private static WireNode ReasoningDetails() =>
        new WireNode().With("reasoning_tokens", Count(WireField.ReasoningTokens));

    private static WireNode BuildMessage()
    {
        var name = new WireNode(WireField.FunctionName);
        var toolExecution = new WireNode().With("name", name);
        var part = new WireNode(WireField.Text)
            .With("text", Text)
            .With("files", new WireNode().WithItems(new WireNode().With("target", new WireNode(WireField.FileTarget))))
            .With("function_call", FunctionCall)
            .With("reasoning_content", Reasoning)
            .With("tool_execution", toolExecution);
        return new WireNode(WireField.Message)
            .With("content", new WireNode(WireField.Text).WithItems(part))
            .With("role", Role)
            .With("name", name)
            .With("function_call", FunctionCall)
            .With("tool_calls", ToolCalls)
            .With("reasoning_content", Reasoning)
            .With("finish_reason", FinishReason);
    }
}
