using GigaChat.Usage.Telemetry;

namespace GigaChat.Usage.Capture;

/// <summary><c>POST …/completions</c> of gateways: a text that continues a prompt.</summary>
internal static class CompletionsContract
{
    public static WireContract Instance { get; } =
        new()
        {
            GenAiOperation = GenAiNames.TextCompletion,
            Request = new WireNode()
                .With("model", WireShapes.Model)
                .With("stream", WireShapes.Stream)
                .With("max_tokens", WireShapes.MaxTokens)
                .With("prompt", new WireNode(WireField.Text).WithItems(WireShapes.Text))
                .With("suffix", WireShapes.Text),
            Body = new WireNode()
                .With(
                    "choices",
                    new WireNode().WithItems(
                        new WireNode().With("text", WireShapes.Text).With("finish_reason", WireShapes.FinishReason)
                    )
                )
                .With("model", WireShapes.Model)
                .With("usage", WireShapes.Usage)
                .With("status", WireShapes.Count(WireField.Status))
                .With("error", WireShapes.Error),
            NeedsSign = true,
        };
}
