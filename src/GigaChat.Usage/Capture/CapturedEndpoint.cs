namespace GigaChat.Usage.Capture;

/// <summary>Which of the API's tracked endpoints a request goes to.</summary>
internal enum CapturedEndpoint
{
    /// <summary>None: the request passes untouched.</summary>
    None,
    Chat,
    Embeddings,
    AiCheck,
    FilterCheck,

    /// <summary>A run of the assistants API, or a run anew, which spends tokens.</summary>
    ThreadRun,

    /// <summary>Another request of the assistants API: recorded only if its answer reports usage.</summary>
    Thread,

    /// <summary>A file's content, which may be the result of a batch.</summary>
    FileContent,

    /// <summary><c>/responses</c> of an OpenAI-compatible gateway.</summary>
    Responses,

    /// <summary><c>/messages</c> of a gateway that speaks Anthropic's API.</summary>
    Messages,

    /// <summary><c>/completions</c> of an OpenAI-compatible gateway, without a chat.</summary>
    Completions,

    /// <summary><c>:generateContent</c> and <c>:streamGenerateContent</c> of a gateway that speaks Google's
    /// API.</summary>
    GenerateContent,

    /// <summary><c>gigachat.v1.ChatService/Chat</c> of gRPC.</summary>
    GrpcChat,

    /// <summary><c>gigachat.v1.ChatService/ChatStream</c> of gRPC.</summary>
    GrpcChatStream,

    /// <summary>The account's balance, which spends nothing.</summary>
    Balance,
}
