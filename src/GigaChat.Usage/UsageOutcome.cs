namespace GigaChat.Usage;

/// <summary>How a call ended.</summary>
public enum UsageOutcome
{
    /// <summary>The answer arrived whole.</summary>
    Completed = 0,

    /// <summary>The answer was cut: the caller stopped, cancelled or ran out of time, or the connection
    /// broke.</summary>
    Aborted = 1,

    /// <summary>The server refused the call or broke off with an error, or could not be reached.</summary>
    Failed = 2,

    /// <summary>The topic filter answered in the model's place (<c>finish_reason: blacklist</c>); the tokens are
    /// billed.</summary>
    Blocked = 3,
}
