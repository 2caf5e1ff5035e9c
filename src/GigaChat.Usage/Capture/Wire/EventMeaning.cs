namespace GigaChat.Usage.Capture;

/// <summary>The meaning of the name of a stream's event.</summary>
internal enum EventMeaning : byte
{
    /// <summary>Nothing: the data alone counts.</summary>
    None,

    /// <summary>Progress of a tool: texts in it are not a part of the response.</summary>
    Progress,

    /// <summary>The texts in it are side text: reasoning, or the arguments of a function call.</summary>
    SideText,

    /// <summary>The call has failed.</summary>
    Error,

    /// <summary>The last event, which carries the usage; where it does not, the usage may still follow.</summary>
    Last,

    /// <summary>The end: nothing follows, whether the usage was reported or not.</summary>
    End,

    /// <summary>The end, because the call has failed.</summary>
    Failure,
}
