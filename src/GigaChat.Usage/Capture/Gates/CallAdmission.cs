namespace GigaChat.Usage;

/// <summary>The decision of an <see cref="ICallGate"/>.</summary>
public readonly struct CallAdmission
{
    private CallAdmission(object? state, Exception? exception, string? message, TimeSpan? retryAfter)
    {
        State = state;
        Exception = exception;
        Message = message;
        RetryAfter = retryAfter;
    }

    /// <summary><c>true</c> if the call is sent; otherwise, <c>false</c>.</summary>
    public bool IsAdmitted => Exception is null && Message is null;

    /// <summary>The state that <see cref="ICallGate.Settle"/> receives; <c>null</c> to settle nothing.</summary>
    public object? State { get; }

    /// <summary>The exception that the caller gets; <c>null</c> unless the call is rejected with one.</summary>
    public Exception? Exception { get; }

    /// <summary>
    /// The message of the response with status 429; <c>null</c> unless the call is rejected with one.
    /// </summary>
    public string? Message { get; }

    /// <summary>The time after which the call may be tried again; <c>null</c> if unknown or never.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Sends the call.</summary>
    /// <param name="state">The state that <see cref="ICallGate.Settle"/> receives; <c>null</c> to settle
    /// nothing.</param>
    public static CallAdmission Admit(object? state = null) => new(state, null, null, null);

    /// <summary>Rejects the call with an exception.</summary>
    /// <param name="exception">The exception that the caller gets.</param>
    public static CallAdmission Reject(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new(null, exception, null, null);
    }

    /// <summary>Rejects the call with a response of status 429, or of gRPC status <c>RESOURCE_EXHAUSTED</c>.</summary>
    /// <param name="message">The message in the body of the response.</param>
    /// <param name="retryAfter">The time after which the call may be tried again. A time of more than a minute is not
    /// reported, because clients would wait that long.</param>
    public static CallAdmission Reject(string message, TimeSpan? retryAfter)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new(null, null, message, retryAfter);
    }
}
