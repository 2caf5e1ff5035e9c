namespace GigaChat.Usage.Capture;

/// <summary>The places of a request or a response that usage tracking reads. Everything else is skipped
/// unread.</summary>
internal enum WireField : byte
{
    None,

    // Texts: counted, never kept. Side text is what a model reads or writes besides messages: function schemas and
    // arguments. Reasoning is written before a response and billed with it.
    Text,
    SideText,
    CallName,
    Reasoning,

    // Values.
    Model,
    ModelVersion,
    FinishReason,
    Status,
    PromptTokens,
    CompletionTokens,
    TotalTokens,
    CachedTokens,
    FreshPromptTokens,
    ReasoningTokens,
    ThoughtTokens,
    CheckedTokens,
    FileTarget,
    TaskId,
    Created,
    Stream,
    FunctionName,
    MaxTokens,
    Role,
    IsThought,
    EventName,
    ResponseStatus,
    ListObject,
    FunctionMode,
    BuiltInTool,
    File,
    Uncounted,

    // Containers whose begin or end means something.
    Usage,
    WrappedUsage,
    ItemUsage,
    Message,
    Error,
    Part,
    ImageTool,
    Model3DTool,
    ModelInfo,
}
