namespace GigaChat.Usage.Capture;

/// <summary>How several usage objects of one answer make one count.</summary>
internal enum UsageSemantics
{
    /// <summary>The last one holds: completions, whose last chunk carries the whole.</summary>
    LastWins,

    /// <summary>They are added up: the streams of threads, where every chunk carries an increment.</summary>
    Increments,

    /// <summary>The last one holds, and cached tokens are part of its prompt: OpenAI's meaning, which resellers keep.</summary>
    CachedWithinPrompt,
}
