using GigaChat.Usage.Telemetry;

namespace GigaChat.Usage.Capture;

/// <summary>
/// <c>POST …/embeddings</c>: GigaChat reports the usage of each item, gateways the usage of the whole.
/// </summary>
internal static class EmbeddingsContract
{
    /// <summary>The elements of <c>data</c>, each with its own usage.</summary>
    public static WireNode Items { get; } =
        new WireNode().WithItems(new WireNode().With("usage", WireShapes.ItemUsage));

    public static WireContract Instance { get; } =
        new()
        {
            Request = InputRequest(),
            Body = new WireNode()
                .With("model", WireShapes.Model)
                .With("data", Items)
                .With("usage", WireShapes.Usage)
                .With("status", WireShapes.Count(WireField.Status))
                .With("error", WireShapes.Error),
            Operation = UsageOperation.Embedding,
            GenAiOperation = GenAiNames.Embeddings,
            HasCompletion = false,
        };

    /// <summary>Builds the places of a request with the text in <c>input</c>: one string, or several.</summary>
    public static WireNode InputRequest() =>
        new WireNode { IsClosed = true }
            .With("encoding_format", WireShapes.Ignored)
            .With("user", WireShapes.Ignored)
            .With("model", WireShapes.Model)
            .With("input", new WireNode(WireField.Text).WithItems(WireShapes.Text));
}
