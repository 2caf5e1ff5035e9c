namespace GigaChat.Usage.Capture;

/// <summary>
/// Specifies the places of a request or a response that usage tracking reads. Everything else is skipped.
/// </summary>
internal enum WireField : byte
{
    None,

    // Texts: counted, never stored. Side text is text that a model reads or writes besides messages: function schemas
    // and arguments. Reasoning is written before a response and billed with it.
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

    // Containers with a meaning of their begin or end.
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
