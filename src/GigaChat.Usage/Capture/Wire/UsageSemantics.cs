namespace GigaChat.Usage.Capture;

/// <summary>How several usage objects of one response make one count.</summary>
internal enum UsageSemantics
{
    /// <summary>The last one holds: completions, whose last chunk carries the whole.</summary>
    LastWins,

    /// <summary>They are added up: the streams of threads, where every chunk carries an increment.</summary>
    Increments,

    /// <summary>
    /// Each is the count so far and may name some fields alone, which then hold; only a stream that has named its
    /// finish
    /// reason has named the last of them.
    /// </summary>
    SoFar,
}
