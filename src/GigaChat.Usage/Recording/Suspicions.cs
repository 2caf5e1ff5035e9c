namespace GigaChat.Usage.Recording;

/// <summary>
/// The records that failed alone, and the number of others that the store has accepted since: the evidence that
/// distinguishes an invalid record from a failing store.
/// </summary>
internal sealed class Suspicions
{
    private readonly Dictionary<long, long> _writtenBefore = [];
    private long _written;

    /// <summary>Registers that a record failed alone.</summary>
    /// <returns><c>true</c> if the record is the cause: it failed alone before, and the store accepted other records
    /// between the two failures; otherwise, <c>false</c>.</returns>
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
