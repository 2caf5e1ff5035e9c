namespace GigaChat.Usage.Capture;

/// <summary>Specifies how an attempt ended.</summary>
internal enum CallEnd
{
    /// <summary>
    /// The response marked its own end: its JSON was closed, or <c>[DONE]</c> or the final event was received.
    /// </summary>
    Complete,

    /// <summary>The body ended without a mark of its end.</summary>
    EndOfBody,

    /// <summary>The caller disposed the response before its end.</summary>
    Disposed,

    /// <summary>Reading the body failed: cancelled, timed out, or the connection broke.</summary>
    ReadFailed,

    /// <summary>The caller dropped the response without reading it to the end or disposing it.</summary>
    Abandoned,

    /// <summary>The caller cancelled, or its timeout elapsed, before the response headers were received.</summary>
    Cancelled,

    /// <summary>The request could not be sent, or no response was received.</summary>
    SendFailed,

    /// <summary>A response was received, and the tracking itself failed before its body could be observed.</summary>
    Unobserved,
}
