using GigaChat.Usage.Telemetry;

namespace GigaChat.Usage.Capture;

/// <summary>
/// The contract of one kind of endpoint: the places in its requests and responses that usage tracking reads.
/// </summary>
/// <remarks>A place has a meaning only in the contract that names it: the same key elsewhere is content.</remarks>
internal sealed class WireContract
{
    /// <summary>The places of a request.</summary>
    public required WireNode Request { get; init; }

    /// <summary>The places of a response that is one JSON document, or of one line where the body is lines.</summary>
    public required WireNode Body { get; init; }

    /// <summary>The places of the data of one event of a stream.</summary>
    public WireNode Event
    {
        get => field ?? Body;
        init;
    }

    public EventNames Events { get; init; } = EventNames.None;

    public UsageSemantics Semantics { get; init; }

    /// <summary>The operation, if the endpoint determines it.</summary>
    public UsageOperation Operation { get; init; } = UsageOperation.TextGeneration;

    /// <summary>The operation as spans and metrics name it.</summary>
    public string GenAiOperation { get; init; } = GenAiNames.Chat;

    /// <summary><c>true</c> if the response contains text that is billed; otherwise, <c>false</c>.</summary>
    public bool HasCompletion { get; init; } = true;

    /// <summary>
    /// <c>true</c> if cached tokens are counted separately from the prompt on every host; otherwise, <c>false</c>.
    /// </summary>
    public bool CachedIsApart { get; init; }

    /// <summary>
    /// <c>true</c> if a stream may be one JSON array of documents instead of events; otherwise, <c>false</c>.
    /// </summary>
    public bool StreamsArrays { get; init; }

    /// <summary>
    /// <c>true</c> if other services use the path of the endpoint for other purposes, so that a call belongs to a model
    /// only if its request names a model or its response reports usage; otherwise, <c>false</c>.
    /// </summary>
    public bool NeedsSign { get; init; }

    /// <summary>Gets the contract of an endpoint; the contract of chat if the endpoint has none of its own.</summary>
    public static WireContract Of(CapturedEndpoint endpoint) =>
        endpoint switch
        {
            CapturedEndpoint.Embeddings => EmbeddingsContract.Instance,
            CapturedEndpoint.AiCheck => CheckContracts.Ai,
            CapturedEndpoint.FilterCheck => CheckContracts.Filter,
            CapturedEndpoint.Thread or CapturedEndpoint.ThreadRun => ThreadContract.Instance,
            CapturedEndpoint.FileContent => BatchContract.Instance,
            CapturedEndpoint.Responses => ResponsesContract.Instance,
            CapturedEndpoint.Messages => MessagesContract.Instance,
            CapturedEndpoint.Completions => CompletionsContract.Instance,
            CapturedEndpoint.GenerateContent => GenerateContentContract.Instance,
            _ => ChatContract.Instance,
        };
}
