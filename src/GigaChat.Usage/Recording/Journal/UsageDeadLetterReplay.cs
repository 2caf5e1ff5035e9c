namespace GigaChat.Usage;

/// <summary>The result of offering dead letters to the store again.</summary>
public sealed class UsageDeadLetterReplay
{
    internal UsageDeadLetterReplay(int written, IReadOnlyList<ParkedRecord> rejected)
    {
        Written = written;
        Rejected = rejected;
    }

    /// <summary>The number of records that were written; they are no longer dead letters.</summary>
    public int Written { get; }

    /// <summary>
    /// The records that the store rejected again, each with the reason of this attempt; they remain dead letters.
    /// </summary>
    public IReadOnlyList<ParkedRecord> Rejected { get; }
}
