namespace GigaChat.Usage.Capture;

/// <summary>The places of a request or an answer that usage tracking reads. Everything else is skipped unread.</summary>
internal enum WireField : byte
{
    None,

    // Values.
    Model,
    FinishReason,
    Status,
    PromptTokens,
    CompletionTokens,
    TotalTokens,
    CachedTokens,
    FreshPromptTokens,
    CheckedTokens,
    FileTarget,
    TaskId,
    Stream,
    FunctionName,
    MaxTokens,

    // Texts: counted, never kept. Side text is what a model reads or writes besides messages: function schemas and arguments.
    Text,
    SideText,

    // Containers whose begin or end means something.
    Usage,
    ItemUsage,
    Part,
    ImageTool,
}
