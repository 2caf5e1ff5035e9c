namespace GigaChat.Usage.Capture;

/// <summary>How an attempt came to its end.</summary>
internal enum CallEnd
{
    /// <summary>The answer said itself that it is whole: its JSON closed, <c>[DONE]</c> or the final event
    /// came.</summary>
    Complete,

    /// <summary>The body ended without saying so.</summary>
    EndOfBody,

    /// <summary>The caller disposed the answer before its end.</summary>
    Disposed,

    /// <summary>Reading the body failed: cancelled, timed out, or the connection broke.</summary>
    ReadFailed,

    /// <summary>The caller dropped the answer without reading it to the end or disposing it.</summary>
    Abandoned,

    /// <summary>The caller cancelled, or its time ran out, before the answer's headers came.</summary>
    Cancelled,

    /// <summary>The request could not be sent, or no answer came to it.</summary>
    SendFailed,

    /// <summary>A response came, and the tracking itself failed before its body could be followed.</summary>
    Unobserved,
}
