namespace GigaChat.Usage.Capture;

/// <summary>
/// <c>POST …/responses</c> of OpenAI-compatible gateways; the last event of a stream contains the response.
/// </summary>
internal static class ResponsesContract
{
    /// <summary>The elements of <c>output</c>.</summary>
    public static WireNode Output { get; } =
        new WireNode().WithItems(
            new WireNode(WireField.Message)
                .With("type", WireShapes.Role)
                .With(
                    "content",
                    new WireNode().WithItems(
                        new WireNode().With("text", WireShapes.Text).With("refusal", WireShapes.Text)
                    )
                )
                .With("summary", WireShapes.Reasoning)
                .With("name", new WireNode(WireField.CallName))
                .With("arguments", WireShapes.SideText)
                .With("input", WireShapes.SideText)
        );

    public static WireContract Instance { get; } =
        new()
        {
            Request = BuildRequest(),
            Body = Response().With("output", Output),
            Event = new WireNode()
                .With("type", WireShapes.EventName)
                .With("delta", WireShapes.Text)
                .With("item", new WireNode().With("type", WireShapes.Role))
                .With("response", Response())
                .With("error", WireShapes.Error),
            Events = new EventNames(
                ("response.completed", EventMeaning.End),
                ("response.incomplete", EventMeaning.End),
                ("response.failed", EventMeaning.Failure),
                ("error", EventMeaning.Error),
                ("response.error", EventMeaning.Error),
                ("response.reasoning*", EventMeaning.SideText),
                ("response.function_call_arguments.*", EventMeaning.SideText),
                ("response.custom_tool_call_input.*", EventMeaning.SideText),
                ("response.mcp_call_arguments.*", EventMeaning.SideText),
                ("response.code_interpreter_call_code.*", EventMeaning.SideText),
                ("response.audio.delta", EventMeaning.Progress)
            ),
            NeedsSign = true,
        };

    private static WireNode Response() =>
        new WireNode()
            .With("model", WireShapes.Model)
            .With("status", new WireNode(WireField.ResponseStatus))
            .With("incomplete_details", new WireNode().With("reason", WireShapes.FinishReason))
            .With("usage", WireShapes.Usage)
            .With("error", WireShapes.Error);

    private static WireNode BuildRequest()
    {
        var text = new WireNode().WithItems(new WireNode().With("text", WireShapes.Text));
        var item = new WireNode(WireField.Part)
            .With("content", new WireNode(WireField.Text).WithItems(new WireNode().With("text", WireShapes.Text)))
            .With("summary", text)
            .With("name", WireShapes.SideText)
            .With("arguments", WireShapes.SideText)
            .With("output", WireShapes.AllSideText);
        return new WireNode()
            .With("model", WireShapes.Model)
            .With("stream", WireShapes.Stream)
            .With("max_output_tokens", WireShapes.MaxTokens)
            .With("instructions", WireShapes.Text)
            .With("input", new WireNode(WireField.Text).WithItems(item))
            .With("tools", WireShapes.AllSideText);
    }
}
