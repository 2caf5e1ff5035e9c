namespace GigaChat.Usage.Capture;

/// <summary><c>POST …/chat/completions</c> of v1 and v2; proxies mix their vocabularies, so either is read on both.</summary>
internal static class ChatContract
{
    public static WireContract Instance { get; } = new()
    {
        Request = BuildRequest(),
        Body = ResponseOf(WireShapes.Usage),
        Event = ResponseOf(WireShapes.Usage)
            .With("event", WireShapes.EventName)
            .With("tool", new WireNode(WireField.FunctionName).With("name", new WireNode(WireField.FunctionName)))
            .With("tool_execution", new WireNode().With("name", new WireNode(WireField.FunctionName)))
            .With("data", ResponseOf(WireShapes.WrappedUsage)),
        Events = new EventNames(
            ("response.message.done", EventMeaning.Last),
            ("response.error", EventMeaning.Error),
            ("response.tool.*", EventMeaning.Progress)),
    };

    /// <summary>The places of a completion, as one document.</summary>
    public static WireNode ResponseOf(WireNode usage) => new WireNode()
        .With("choices", WireShapes.Choices)
        .With("model", WireShapes.Model)
        .With("usage", usage)
        .With("messages", new WireNode().WithItems(WireShapes.Message))
        .With("message", WireShapes.Message)
        .With("finish_reason", WireShapes.FinishReason)
        .With("status", WireShapes.Count(WireField.Status))
        .With("error", WireShapes.Error);

    private static WireNode BuildRequest()
    {
        var content = new WireNode(WireField.Text).WithItems(new WireNode(WireField.Text).With("text", WireShapes.Text));
        var message = new WireNode(WireField.Part)
            .With("content", content)
            .With("function_call", WireShapes.AllSideText);
        return new WireNode()
            .With("model", WireShapes.Model)
            .With("stream", WireShapes.Stream)
            .With("max_tokens", WireShapes.MaxTokens)
            .With("max_completion_tokens", WireShapes.MaxTokens)
            .With("model_options", new WireNode().With("max_tokens", WireShapes.MaxTokens))
            .With("messages", new WireNode().WithItems(message))
            .With("functions", WireShapes.AllSideText)
            .With("function_call", new WireNode().With("name", new WireNode(WireField.FunctionName)))
            .With("tools", new WireNode().WithItems(new WireNode().With("image_generate", new WireNode(WireField.ImageTool))));
    }
}
