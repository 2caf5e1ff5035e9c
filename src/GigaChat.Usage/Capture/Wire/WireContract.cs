namespace GigaChat.Usage.Capture;

/// <summary>The contract of one kind of endpoint: where its requests and responses hold what usage tracking
/// reads.</summary>
/// <remarks>A place means something only in the contract that names it: the same key elsewhere is content.</remarks>
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

    /// <summary>The operation, as far as the endpoint determines it.</summary>
    public UsageOperation Operation { get; init; } = UsageOperation.TextGeneration;

    /// <summary>Whether the response is a text that is billed.</summary>
    public bool HasCompletion { get; init; } = true;

    /// <summary>Whether cached tokens are beside the prompt's on every host.</summary>
    public bool CachedIsApart { get; init; }

    /// <summary>Whether a stream may come as one JSON array of documents in place of events.</summary>
    public bool StreamsArrays { get; init; }

    /// <summary>
    /// Whether others use the endpoint's path for other things, so that a call is one of a model only where its request
    /// names a model or its response reports usage.
    /// </summary>
    public bool NeedsSign { get; init; }

    /// <summary>The contract of an endpoint; that of chat where an endpoint has none of its own.</summary>
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
