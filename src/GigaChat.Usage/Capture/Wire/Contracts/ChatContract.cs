namespace GigaChat.Usage.Capture;

/// <summary>
/// <c>POST …/chat/completions</c> of v1 and v2; proxies mix their vocabularies, so both are read for either version.
/// </summary>
internal static class ChatContract
{
    public static WireContract Instance { get; } =
        new()
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
                ("response.tool.*", EventMeaning.Progress)
            ),
        };

    /// <summary>Builds the places of a completion in one document.</summary>
    public static WireNode ResponseOf(WireNode usage) =>
        new WireNode()
            .With("choices", WireShapes.Choices)
            .With("model", WireShapes.Model)
            .With("usage", usage)
            .With("messages", new WireNode().WithItems(WireShapes.Message))
            .With("message", WireShapes.Message)
            .With("finish_reason", WireShapes.FinishReason)
            .With("status", WireShapes.Count(WireField.Status))
            .With("error", WireShapes.Error);

    /// <summary>Settings that are not a part of the prompt.</summary>
    private static string[] Options =>
        [
            "temperature",
            "top_p",
            "n",
            "repetition_penalty",
            "update_interval",
            "profanity_check",
            "user",
            "stop",
            "seed",
            "frequency_penalty",
            "presence_penalty",
            "stream_options",
            "logprobs",
            "top_logprobs",
            "logit_bias",
            "metadata",
            "service_tier",
            "store",
            "flags",
            "parallel_tool_calls",
        ];

    /// <summary>
    /// Builds the places of tools. Schemas are part of the request; the text of a built-in tool is known only to the
    /// API.
    /// </summary>
    private static WireNode BuildTools()
    {
        var tool = new WireNode { IsClosed = true }
            .With("type", WireShapes.Ignored)
            .With("function", WireShapes.AllSideText)
            .With("functions", WireShapes.AllSideText)
            .With("image_generate", new WireNode(WireField.ImageTool))
            .With("model_3d_generate", new WireNode(WireField.Model3DTool));
        foreach (var name in new[] { "web_search", "code_interpreter", "url_content_extraction" })
            tool.With(name, new WireNode(WireField.BuiltInTool));
        return new WireNode().WithItems(tool);
    }

    private static WireNode BuildRequest()
    {
        // A part or key that is not named here may contain more than was counted.
        var file = new WireNode(WireField.File);
        var uncounted = new WireNode(WireField.Uncounted);
        var content = new WireNode(WireField.Text).WithItems(
            new WireNode(WireField.Text) { IsClosed = true }
                .With("text", WireShapes.Text)
                .With("type", WireShapes.Ignored)
                .With("image_url", file)
                .With("files", new WireNode().WithItems(file))
                .With("function_call", WireShapes.FunctionCall)
                .With("function_result", WireShapes.AllSideText)
                .With("reasoning_content", WireShapes.SideText)
        );
        var message = new WireNode(WireField.Part) { IsClosed = true }
            .With("content", content)
            .With("role", WireShapes.Role)
            .With("name", WireShapes.SideText)
            .With("attachments", new WireNode().WithItems(file))
            .With("reasoning_content", WireShapes.SideText)
            .With("function_call", WireShapes.FunctionCall)
            .With("tool_calls", WireShapes.ToolCalls)
            .With("functions_state_id", uncounted)
            .With("id", WireShapes.Ignored);
        var root = new WireNode { IsClosed = true };
        foreach (var option in Options)
            root.With(option, WireShapes.Ignored);
        return root.With("model", WireShapes.Model)
            .With("stream", WireShapes.Stream)
            .With("max_tokens", WireShapes.MaxTokens)
            .With("max_completion_tokens", WireShapes.MaxTokens)
            .With(
                "model_options",
                new WireNode()
                    .With("max_tokens", WireShapes.MaxTokens)
                    .With("reasoning", uncounted)
                    .With("response_format", WireShapes.AllSideText)
            )
            .With("reasoning_effort", uncounted)
            .With("response_format", WireShapes.AllSideText)
            .With("messages", new WireNode().WithItems(message))
            .With("functions", WireShapes.AllSideText)
            .With(
                "function_call",
                new WireNode(WireField.FunctionMode).With("name", new WireNode(WireField.FunctionName))
            )
            .With("tools", BuildTools());
    }
}
