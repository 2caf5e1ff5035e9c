using GigaChat.Usage.Telemetry;

namespace GigaChat.Usage.Capture;

/// <summary><c>POST …/ai/check</c> and <c>POST …/filter/check</c>, which report tokens under different names.</summary>
internal static class CheckContracts
{
    public static WireContract Ai { get; } =
        new()
        {
            Request = EmbeddingsContract.InputRequest(),
            Body = new WireNode()
                .With("model", WireShapes.Model)
                .With("tokens", WireShapes.Count(WireField.CheckedTokens))
                .With("usage", WireShapes.Usage)
                .With("status", WireShapes.Count(WireField.Status))
                .With("error", WireShapes.Error),
            Operation = UsageOperation.AiCheck,
            GenAiOperation = GenAiNames.AiCheck,
            HasCompletion = false,
        };

    public static WireContract Filter { get; } =
        new()
        {
            // The filter checks the messages of a chat, or a text.
            Request = EmbeddingsContract
                .InputRequest()
                .With(
                    "messages",
                    new WireNode().WithItems(
                        new WireNode(WireField.Part).With(
                            "content",
                            new WireNode(WireField.Text).WithItems(
                                new WireNode(WireField.Text).With("text", WireShapes.Text)
                            )
                        )
                    )
                ),
            Body = new WireNode()
                .With("model", WireShapes.Model)
                .With(
                    "usage",
                    WireShapes.UsageOf(WireField.Usage).With("filter_tokens", WireShapes.Count(WireField.PromptTokens))
                )
                .With("finish_reason", WireShapes.FinishReason)
                .With("status", WireShapes.Count(WireField.Status))
                .With("error", WireShapes.Error),
            Operation = UsageOperation.FilterCheck,
            GenAiOperation = GenAiNames.FilterCheck,
            HasCompletion = false,
        };
}
