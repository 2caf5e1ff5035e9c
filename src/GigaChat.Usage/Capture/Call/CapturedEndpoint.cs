namespace GigaChat.Usage.Capture;

/// <summary>Specifies the tracked endpoint of the API that a request goes to.</summary>
internal enum CapturedEndpoint
{
    /// <summary>No tracked endpoint: the request is passed on unchanged.</summary>
    None,
    Chat,
    Embeddings,
    AiCheck,
    FilterCheck,

    /// <summary>A run or a rerun of the assistants API, which spends tokens.</summary>
    ThreadRun,

    /// <summary>Another request of the assistants API: recorded only if its response reports usage.</summary>
    Thread,

    /// <summary>The content of a file, which may be the result of a batch.</summary>
    FileContent,

    /// <summary><c>/responses</c> of an OpenAI-compatible gateway.</summary>
    Responses,

    /// <summary><c>/messages</c> of a gateway with the API of Anthropic.</summary>
    Messages,

    /// <summary><c>/completions</c> of an OpenAI-compatible gateway, without a chat.</summary>
    Completions,

    /// <summary>
    /// <c>:generateContent</c> and <c>:streamGenerateContent</c> of a gateway with the API of Google.
    /// </summary>
    GenerateContent,

    /// <summary>The gRPC method <c>gigachat.v1.ChatService/Chat</c>.</summary>
    GrpcChat,

    /// <summary>The gRPC method <c>gigachat.v1.ChatService/ChatStream</c>.</summary>
    GrpcChatStream,

    /// <summary>The balance of the account; the request spends no tokens.</summary>
    Balance,
}
