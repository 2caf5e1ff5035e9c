using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Capture;

/// <summary>The places in the messages of <c>gigachat.v1.ChatService</c> that usage tracking reads.</summary>
internal static class GrpcContract
{
    public static ProtoNode Request { get; } =
        new ProtoNode(ProtoKind.Message)
            .With(1, new ProtoNode(ProtoKind.Message).With(4, new ProtoNode(ProtoKind.Number, WireField.MaxTokens)))
            .With(2, new ProtoNode(ProtoKind.Name, WireField.Model))
            .With(
                3,
                new ProtoNode(ProtoKind.Message, WireField.Part).With(2, new ProtoNode(ProtoKind.Text, WireField.Text))
            );

    public static ProtoNode Response { get; } =
        new ProtoNode(ProtoKind.Message)
            .With(
                1,
                new ProtoNode(ProtoKind.Message)
                    .With(
                        1,
                        new ProtoNode(ProtoKind.Message, WireField.Message)
                            .With(1, new ProtoNode(ProtoKind.Name, WireField.Role))
                            .With(2, new ProtoNode(ProtoKind.Text, WireField.Text))
                    )
                    .With(2, new ProtoNode(ProtoKind.Name, WireField.FinishReason))
            )
            .With(
                2,
                new ProtoNode(ProtoKind.Message, WireField.Usage) { HasDefaults = true }
                    .With(1, new ProtoNode(ProtoKind.Number, WireField.PromptTokens) { HasDefaults = true })
                    .With(2, new ProtoNode(ProtoKind.Number, WireField.CompletionTokens) { HasDefaults = true })
                    .With(3, new ProtoNode(ProtoKind.Number, WireField.TotalTokens))
            )
            .With(
                3,
                new ProtoNode(ProtoKind.Message, WireField.ModelInfo)
                    .With(1, new ProtoNode(ProtoKind.Name, WireField.Model))
                    .With(2, new ProtoNode(ProtoKind.Name, WireField.ModelVersion))
            );
}
