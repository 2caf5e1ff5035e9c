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

    /// <summary>The account's balance, which spends nothing.</summary>
    Balance,
}
