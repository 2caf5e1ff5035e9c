namespace GigaChat.Usage;

/// <summary>Accepts records without waiting and writes them to the store in the background.</summary>
public interface IUsageRecorder
{
    /// <summary>The counters at one moment. Their sums always match, see <see cref="UsageRecorderCounters"/>.</summary>
    UsageRecorderCounters Counters { get; }

    /// <summary>Offers a record. Never waits, and never throws because of the store.</summary>
    /// <param name="record">The record.</param>
    /// <returns><c>true</c> if the record was accepted; otherwise, <c>false</c>: the queue is full or the recorder has
    /// stopped. Rejections are counted by reason.</returns>
    bool TryRecord(UsageRecord record);

    /// <summary>
    /// Waits until every record accepted before the call is durable in the store, or dead-lettered because the store
    /// rejects it.
    /// </summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; it cancels the wait, not the
    /// writing.</param>
    Task FlushAsync(CancellationToken cancellationToken = default);
}
