namespace GigaChat.Usage.Recording;

/// <summary>The size and the time at which a batch is written: what the application set, otherwise what the store
/// prefers.</summary>
/// <param name="Size">The maximum number of records.</param>
/// <param name="Delay">The time a record waits for others.</param>
internal readonly record struct BatchLimits(int Size, TimeSpan Delay)
{
    private const int LargestSize = 100_000;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    public static BatchLimits Of(GigaChatUsageOptions options, IUsageStore store)
    {
        var preferred = store as IUsageBatching;

        // A queue that is as large as a batch would be full, and drop records, before the batch is written.
        var size = options.ChosenBatchSize
            ?? (
                preferred is null
                    ? options.BatchSize
                    : Math.Min(Math.Clamp(preferred.PreferredBatchSize, 1, LargestSize), options.QueueCapacity / 2)
            );
        var delay = options.ChosenBatchDelay ?? preferred?.PreferredBatchDelay ?? options.BatchDelay;
        return new(
            Math.Max(1, size),
            delay < TimeSpan.Zero ? TimeSpan.Zero
                : delay > LongestDelay ? LongestDelay
                : delay
        );
    }
}
