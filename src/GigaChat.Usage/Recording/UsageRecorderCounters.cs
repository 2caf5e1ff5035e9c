namespace GigaChat.Usage;

/// <summary>What became of the records offered to a recorder, at one moment.</summary>
/// <remarks>
/// Always true: <c>Offered = Accepted + Dropped</c> and <c>Accepted = Persisted + Failed + Queued + InFlight</c>.
/// </remarks>
public sealed record UsageRecorderCounters
{
    /// <summary>Records offered.</summary>
    public long Offered => Accepted + Dropped;

    /// <summary>Records taken into the queue.</summary>
    public long Accepted { get; init; }

    /// <summary>Records durable in the store.</summary>
    public long Persisted { get; init; }

    /// <summary>Records accepted and given up: refused by the store for their data, or left over when the time to stop had run out.</summary>
    public long Failed { get; init; }

    /// <summary>Records waiting in the queue.</summary>
    public long Queued { get; init; }

    /// <summary>Records taken from the queue and being written or written again.</summary>
    public long InFlight { get; init; }

    /// <summary>Records turned away because the queue was full.</summary>
    public long DroppedQueueFull { get; init; }

    /// <summary>Records turned away because the recorder had stopped.</summary>
    public long DroppedStopped { get; init; }

    /// <summary>Records turned away, for whatever reason.</summary>
    public long Dropped => DroppedQueueFull + DroppedStopped;

    /// <summary>Writes that failed and were tried again.</summary>
    public long Retries { get; init; }
}
