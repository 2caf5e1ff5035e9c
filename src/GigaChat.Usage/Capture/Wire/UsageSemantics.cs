namespace GigaChat.Usage.Capture;

/// <summary>Specifies how several usage objects of one response are combined to one count.</summary>
internal enum UsageSemantics
{
    /// <summary>The last one is used: completions, in which the last chunk contains the whole.</summary>
    LastWins,

    /// <summary>They are added up: the streams of threads, in which every chunk contains an increment.</summary>
    Increments,

    /// <summary>
    /// Each is the count so far and may contain only some fields, which then replace earlier ones; only a stream that
    /// has named its finish reason has reported all of them.
    /// </summary>
    SoFar,
}
