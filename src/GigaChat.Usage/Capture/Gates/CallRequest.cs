namespace GigaChat.Usage;

/// <summary>The facts of a call that are known before it is sent.</summary>
public sealed class CallRequest
{
    /// <summary>Initializes a new instance of the <see cref="CallRequest"/> class.</summary>
    /// <param name="id">The id of the future record of the call.</param>
    /// <param name="createdAt">The time of the future record of the call.</param>
    public CallRequest(Guid id, DateTimeOffset createdAt) => (Id, CreatedAt) = (id, createdAt);

    /// <summary>The id of the future record of the call.</summary>
    public Guid Id { get; }

    /// <summary>The time of the future record of the call.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>The user the call is attributed to; <c>null</c> if unknown.</summary>
    public string? UserId { get; init; }

    /// <summary>
    /// The access token in the form that records store: the token itself only if the options enable that.
    /// </summary>
    public string? AccessToken { get; init; }

    /// <summary>The type of the access token; <c>null</c> if unknown.</summary>
    public string? AccessTokenType { get; init; }

    /// <summary>The platform; <c>null</c> if unknown.</summary>
    public string? Platform { get; init; }

    /// <summary>The tags in the form that records store.</summary>
    public UsageTags Tags { get; init; } = UsageTags.Empty;

    /// <summary>The requested model; <c>null</c> if the request names none or its body could not be read.</summary>
    public string? Model { get; init; }

    /// <summary>The estimated number of prompt tokens of the part of the request that could be read.</summary>
    public long PromptTokens { get; init; }

    /// <summary><c>true</c> if the request has a further part of unknown length; otherwise, <c>false</c>.</summary>
    public bool IsPromptIncomplete { get; init; }

    /// <summary>The limit of completion tokens that the request sets; <c>null</c> if it sets none.</summary>
    public long? MaxCompletionTokens { get; init; }

    /// <summary><c>true</c> if the operation generates completion tokens; <c>false</c> for embeddings.</summary>
    public bool HasCompletion { get; init; } = true;

    /// <summary>
    /// <c>true</c> if the request has a body that could not be read, so that its model and limits are unknown;
    /// otherwise, <c>false</c>.
    /// </summary>
    public bool IsBodyUnseen { get; init; }
}
