namespace GigaChat.Usage;

/// <summary>The counts of the records offered to a recorder, by state, at one moment.</summary>
/// <remarks>
/// Always true: <c>Offered = Accepted + Dropped</c> and <c>Accepted = Persisted + Failed + Queued + InFlight</c>. A
/// record that an earlier process left in its journal is offered and accepted once more by the process that recovers
/// it, and is counted in its <see cref="Replayed"/>.
/// </remarks>
public sealed record UsageRecorderCounters
{
    /// <summary>The number of records offered.</summary>
    public long Offered => Accepted + Dropped;

    /// <summary>The number of records accepted into the queue.</summary>
    public long Accepted { get; init; }

    /// <summary>The number of records that are durable in the store.</summary>
    public long Persisted { get; init; }

    /// <summary>
    /// The number of records accepted and abandoned: rejected by the store for their data, not written from memory
    /// before the stop timed out, or unreadable in a damaged journal.
    /// </summary>
    public long Failed { get; init; }

    /// <summary>
    /// The number of records waiting in the queue or in the journal; after a stop, those that remain in the journal for
    /// the next start.
    /// </summary>
    public long Queued { get; init; }

    /// <summary>The number of records taken from the queue that are being written or written again.</summary>
    public long InFlight { get; init; }

    /// <summary>The number of records dropped because the queue was full.</summary>
    public long DroppedQueueFull { get; init; }

    /// <summary>
    /// The number of records dropped because the journal had reached its maximum size and the queue in memory was full
    /// too.
    /// </summary>
    public long DroppedJournalFull { get; init; }

    /// <summary>The number of records dropped because the recorder had stopped.</summary>
    public long DroppedStopped { get; init; }

    /// <summary>The number of records dropped, for any reason.</summary>
    public long Dropped => DroppedQueueFull + DroppedJournalFull + DroppedStopped;

    /// <summary>The number of writes that failed and were tried again.</summary>
    public long Retries { get; init; }

    /// <summary>The number of accepted records that an earlier process left in its journal.</summary>
    public long Replayed { get; init; }

    /// <summary>
    /// The number of accepted records that waited only in memory although there is a journal, because it was full or
    /// its file could not be written, and of those that could not be flushed to the disk.
    /// </summary>
    public long Unjournaled { get; init; }

    /// <summary>The size of the journal on the disk, in bytes.</summary>
    public long JournalBytes { get; init; }
}
