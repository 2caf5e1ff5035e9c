namespace GigaChat.Usage.Capture;

/// <summary>Specifies the meaning of the name of a stream event.</summary>
internal enum EventMeaning : byte
{
    /// <summary>No meaning: only the data counts.</summary>
    None,

    /// <summary>Progress of a tool: texts in it are not a part of the response.</summary>
    Progress,

    /// <summary>The texts in it are side text: reasoning, or the arguments of a function call.</summary>
    SideText,

    /// <summary>The call has failed.</summary>
    Error,

    /// <summary>The last event, which contains the usage; if it does not, the usage may still follow.</summary>
    Last,

    /// <summary>The end: nothing follows, with or without reported usage.</summary>
    End,

    /// <summary>The end, because the call has failed.</summary>
    Failure,
}
