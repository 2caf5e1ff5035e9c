using GigaChat.Usage.Recording;

namespace GigaChat.Usage;

/// <summary>The durability of a record between the end of its call and the store.</summary>
public enum UsageDurability
{
    /// <summary>Records wait in memory: an orderly stop loses none, a killed process loses the waiting ones.</summary>
    Buffered = 0,

    /// <summary>
    /// Each record is appended to a local file before its call returns to the caller: a killed process and a store that
    /// is unavailable for hours lose none. Needs <see cref="GigaChatUsageOptions.JournalDirectory"/>.
    /// </summary>
    Journaled = 1,
}
