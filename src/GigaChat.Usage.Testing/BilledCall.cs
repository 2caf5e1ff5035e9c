namespace GigaChat.Usage;

/// <summary>A line of the server's ledger: one call to an endpoint that bills tokens, whether it was answered or
/// refused.</summary>
public sealed record BilledCall
{
    /// <summary>When the request arrived.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The path after the base address, without slashes at its ends: <c>chat/completions</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The version of the API: 1 or 2.</summary>
    public int ApiVersion { get; init; } = 1;

    /// <summary>The model the request named, without a build; null when it named none.</summary>
    public string? Model { get; init; }

    /// <summary>The HTTP status of the answer; 0 when the connection was closed without one.</summary>
    public int Status { get; init; }

    /// <summary>What was billed; zeros for a refused call. An answer that was cut short bills what had been
    /// generated.</summary>
    public BilledTokens Tokens { get; init; }

    /// <summary>Whether the answer was an event stream.</summary>
    public bool IsStream { get; init; }

    /// <summary>Whether the answer ended early: the caller left, or the script cut it.</summary>
    public bool IsAborted { get; init; }

    /// <summary>Whether the call was a task of a batch.</summary>
    public bool IsBatch { get; init; }

    /// <summary>The <c>X-Request-ID</c> of the answer.</summary>
    public string? RequestId { get; init; }

    /// <summary>The <c>X-Session-ID</c> of the answer.</summary>
    public string? SessionId { get; init; }
}
