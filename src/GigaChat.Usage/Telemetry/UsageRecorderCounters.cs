namespace GigaChat.Usage;

/// <summary>What became of the records offered to a recorder, at one moment.</summary>
/// <remarks>
/// Always true: <c>Offered = Accepted + Dropped</c> and <c>Accepted = Persisted + Failed + Queued + InFlight</c>. A
/// record that an earlier process
/// left in its journal is offered and accepted once more by the process that takes it over, and is among its
/// <see cref="Replayed"/>.
/// </remarks>
public sealed record UsageRecorderCounters
{
    /// <summary>Records offered.</summary>
    public long Offered => Accepted + Dropped;

    /// <summary>Records taken into the queue.</summary>
    public long Accepted { get; init; }

    /// <summary>Records durable in the store.</summary>
    public long Persisted { get; init; }

    /// <summary>Records accepted and given up: refused by the store for their data, left over in memory when the time
    /// to stop had run out, or not to be read back from a damaged journal.</summary>
    public long Failed { get; init; }

    /// <summary>Records waiting in the queue or in the journal; after a stop, those that stay in the journal for the
    /// next start.</summary>
    public long Queued { get; init; }

    /// <summary>Records taken from the queue and being written or written again.</summary>
    public long InFlight { get; init; }

    /// <summary>Records turned away because the queue was full.</summary>
    public long DroppedQueueFull { get; init; }

    /// <summary>Records turned away because the journal held as much as it may, and the queue in memory was full
    /// too.</summary>
    public long DroppedJournalFull { get; init; }

    /// <summary>Records turned away because the recorder had stopped.</summary>
    public long DroppedStopped { get; init; }

    /// <summary>Records turned away, for whatever reason.</summary>
    public long Dropped => DroppedQueueFull + DroppedJournalFull + DroppedStopped;

    /// <summary>Writes that failed and were tried again.</summary>
    public long Retries { get; init; }

    /// <summary>Of the accepted, those that an earlier process left in its journal.</summary>
    public long Replayed { get; init; }

    /// <summary>Of the accepted, those that waited in memory alone although there is a journal, as it was full or its
    /// file could not be written, and those whose flush to the disk failed.</summary>
    public long Unjournaled { get; init; }

    /// <summary>Bytes that the journal takes on the disk.</summary>
    public long JournalBytes { get; init; }
}
