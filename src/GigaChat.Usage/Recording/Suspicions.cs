namespace GigaChat.Usage.Recording;

/// <summary>The records that failed alone, and what the store has taken of others since: the evidence that tells a
/// record's fault from the store's.</summary>
internal sealed class Suspicions
{
    private readonly Dictionary<long, long> _writtenBefore = [];
    private long _written;

    /// <summary>Notes that a record failed alone.</summary>
    /// <returns>Whether it is at fault: it failed alone before, and the store took other records between the
    /// two.</returns>
    public bool FailedAlone(QueuedRecord queued) =>
        !_writtenBefore.TryAdd(queued.Number, _written) && _written > _writtenBefore[queued.Number];

    public void Written(ReadOnlySpan<QueuedRecord> part)
    {
        _written += part.Length;
        foreach (var queued in part)
            Forget(queued);
    }

    public void Forget(QueuedRecord queued) => _writtenBefore.Remove(queued.Number);
}
