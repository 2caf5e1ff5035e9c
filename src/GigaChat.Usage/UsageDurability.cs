using GigaChat.Usage.Recording;

namespace GigaChat.Usage;

/// <summary>What a record survives between the end of its call and the store.</summary>
public enum UsageDurability
{
    /// <summary>Records wait in memory: an orderly stop loses nothing, a killed process loses what waits.</summary>
    Buffered = 0,

    /// <summary>
    /// Each record is appended to a local file before its call returns to the caller: a killed process and a store that
    /// is away for hours lose nothing.
    /// Needs <see cref="GigaChatUsageOptions.JournalDirectory"/>.
    /// </summary>
    Journaled = 1,
}
