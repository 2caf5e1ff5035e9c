namespace GigaChat.Usage;

/// <summary>What is known of a call before it is sent.</summary>
public sealed class CallRequest
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="id">The id that the record of the call will have.</param>
    /// <param name="createdAt">The time that the record of the call will have.</param>
    public CallRequest(Guid id, DateTimeOffset createdAt) => (Id, CreatedAt) = (id, createdAt);

    /// <summary>The id that the record of the call will have.</summary>
    public Guid Id { get; }

    /// <summary>The time that the record of the call will have.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>The user the call is attributed to; <c>null</c> if unknown.</summary>
    public string? UserId { get; init; }

    /// <summary>The access token in the form in which records keep it, never the token itself unless options say
    /// so.</summary>
    public string? AccessToken { get; init; }

    /// <summary>The type of the access token; <c>null</c> if unknown.</summary>
    public string? AccessTokenType { get; init; }

    /// <summary>The platform; <c>null</c> if unknown.</summary>
    public string? Platform { get; init; }

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

    /// <summary><c>true</c> if the request has a body that could not be read, so that its model and limits are unknown;
    /// otherwise, <c>false</c>.</summary>
    public bool IsBodyUnseen { get; init; }
}
