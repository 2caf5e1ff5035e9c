namespace GigaChat.Usage.Capture;

/// <summary>
/// One line of a batch result file: <c>{"id","result":{…}}</c> of GigaChat, or
/// <c>{"custom_id","response":{"body":{…}}}</c> of OpenAI. The response within it is one of any endpoint that supports
/// batches.
/// </summary>
internal static class BatchContract
{
    public static WireContract Instance { get; } =
        new()
        {
            Request = WireShapes.Ignored,
            Body = new WireNode()
                .With("id", new WireNode(WireField.TaskId))
                .With("custom_id", new WireNode(WireField.TaskId))
                .With("result", AnyResponse())
                .With("response", new WireNode().With("body", AnyResponse())),
        };

    private static WireNode AnyResponse() =>
        ChatContract
            .ResponseOf(WireShapes.Usage)
            .With("data", EmbeddingsContract.Items)
            .With("output", ResponsesContract.Output)
            .With("object", new WireNode(WireField.ListObject))
            .With("created", new WireNode(WireField.Created))
            .With("created_at", new WireNode(WireField.Created));
}
