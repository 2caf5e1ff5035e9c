namespace GigaChat.Usage;

/// <summary>A line of the server's ledger: one call to an endpoint that bills tokens, successful or refused.</summary>
public sealed record BilledCall
{
    /// <summary>The time when the request arrived.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The path after the base address, without slashes at its ends: <c>chat/completions</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The version of the API: 1 or 2.</summary>
    public int ApiVersion { get; init; } = 1;

    /// <summary>The model in the request, without a build; null when there was none.</summary>
    public string? Model { get; init; }

    /// <summary>The HTTP status of the response; 0 when the connection was closed without one.</summary>
    public int Status { get; init; }

    /// <summary>
    /// The billed tokens; zeros for a refused call. An interrupted response bills the tokens generated so far.
    /// </summary>
    public BilledTokens Tokens { get; init; }

    /// <summary><c>true</c> if the response was an event stream; otherwise, <c>false</c>.</summary>
    public bool IsStream { get; init; }

    /// <summary>
    /// <c>true</c> if the response ended early, because the caller disconnected or the script cut it; otherwise,
    /// <c>false</c>.
    /// </summary>
    public bool IsAborted { get; init; }

    /// <summary><c>true</c> if the call was a task of a batch; otherwise, <c>false</c>.</summary>
    public bool IsBatch { get; init; }

    /// <summary>The <c>X-Request-ID</c> of the response.</summary>
    public string? RequestId { get; init; }

    /// <summary>The <c>X-Session-ID</c> of the response.</summary>
    public string? SessionId { get; init; }
}
