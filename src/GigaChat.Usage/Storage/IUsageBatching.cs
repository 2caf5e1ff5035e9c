namespace GigaChat.Usage;

/// <summary>
/// Implemented by stores that prefer larger or smaller batches than the recorder's default. An application that sets
/// <see cref="GigaChatUsageOptions.BatchSize"/> or <see cref="GigaChatUsageOptions.BatchDelay"/> overrides it.
/// </summary>
public interface IUsageBatching
{
    /// <summary>
    /// The maximum number of records that the recorder writes at once, 1 to 100,000; it is at most half of
    /// <see cref="GigaChatUsageOptions.QueueCapacity"/>.
    /// </summary>
    int PreferredBatchSize { get; }

    /// <summary>The time a record waits for others to be written with, zero to one minute.</summary>
    TimeSpan PreferredBatchDelay { get; }
}
