namespace GigaChat.Usage;

/// <summary>The outcomes of a call.</summary>
public enum UsageOutcome
{
    /// <summary>The response arrived completely.</summary>
    Completed = 0,

    /// <summary>
    /// The response was interrupted: the caller stopped, canceled or timed out, or the connection broke.
    /// </summary>
    Aborted = 1,

    /// <summary>The server refused the call or ended it with an error, or could not be reached.</summary>
    Failed = 2,

    /// <summary>
    /// The topic filter responded instead of the model (<c>finish_reason: blacklist</c>); the tokens are billed.
    /// </summary>
    Blocked = 3,
}
