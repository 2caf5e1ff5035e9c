namespace GigaChat.Usage;

/// <summary>Takes records without waiting and writes them to the store in the background.</summary>
public interface IUsageRecorder
{
    /// <summary>The counters at one moment; they always add up, see <see cref="UsageRecorderCounters"/>.</summary>
    UsageRecorderCounters Counters { get; }

    /// <summary>Offers a record. Never waits and never throws for a reason of the store's.</summary>
    /// <param name="record">The record.</param>
    /// <returns>Whether it was accepted; false when the queue is full or the recorder has stopped, which is counted by
    /// reason.</returns>
    bool TryRecord(UsageRecord record);

    /// <summary>Ends when every record accepted before the call is durable in the store, or parked as one the store
    /// refuses.</summary>
    /// <param name="cancellationToken">Stops the waiting, not the writing.</param>
    Task FlushAsync(CancellationToken cancellationToken = default);
}
