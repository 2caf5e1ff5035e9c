namespace GigaChat.Usage.Capture;

/// <summary>
/// <c>POST …/messages</c> of gateways with the API of Anthropic. Its usage has no total, and its streams report the
/// prompt in <c>message_start</c> and the completion so far in <c>message_delta</c>.
/// </summary>
internal static class MessagesContract
{
    public static WireContract Instance { get; } =
        new()
        {
            Request = BuildRequest(),
            Body = Response(),
            Event = new WireNode()
                .With("type", WireShapes.EventName)
                .With("message", Response())
                .With("content_block", Block())
                .With(
                    "delta",
                    Block().With("partial_json", WireShapes.SideText).With("stop_reason", WireShapes.FinishReason)
                )
                .With("usage", Usage())
                .With("error", WireShapes.Error),
            Events = new EventNames(("message_stop", EventMeaning.End), ("error", EventMeaning.Error)),
            Semantics = UsageSemantics.SoFar,
            CachedIsApart = true,
            NeedsSign = true,
        };

    private static WireNode Usage() =>
        WireShapes
            .UsageOf(WireField.Usage)
            .With("cache_read_input_tokens", WireShapes.Count(WireField.CachedTokens))
            .With("cache_creation_input_tokens", WireShapes.Ignored)
            .With("cache_creation", WireShapes.Ignored)
            .With("server_tool_use", WireShapes.Ignored)
            .With("service_tier", WireShapes.Ignored);

    private static WireNode Block() =>
        new WireNode()
            .With("text", WireShapes.Text)
            .With("thinking", WireShapes.Reasoning)
            .With("name", new WireNode(WireField.CallName))
            .With("input", WireShapes.AllSideText);

    private static WireNode Response() =>
        new WireNode()
            .With("model", WireShapes.Model)
            .With("content", new WireNode().WithItems(Block()))
            .With("stop_reason", WireShapes.FinishReason)
            .With("usage", Usage())
            .With("error", WireShapes.Error);

    private static WireNode BuildRequest()
    {
        var text = new WireNode(WireField.Text).WithItems(new WireNode().With("text", WireShapes.Text));
        var block = new WireNode()
            .With("text", WireShapes.Text)
            .With("name", WireShapes.SideText)
            .With("input", WireShapes.AllSideText)
            .With(
                "content",
                new WireNode(WireField.SideText).WithItems(new WireNode().With("text", WireShapes.SideText))
            );
        return new WireNode()
            .With("model", WireShapes.Model)
            .With("stream", WireShapes.Stream)
            .With("max_tokens", WireShapes.MaxTokens)
            .With("system", text)
            .With(
                "messages",
                new WireNode().WithItems(
                    new WireNode(WireField.Part).With("content", new WireNode(WireField.Text).WithItems(block))
                )
            )
            .With("tools", WireShapes.AllSideText);
    }
}
