namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>The clock stops where <see cref="StoreRecords"/> end; stopwatches and timers go on.</summary>
internal sealed class StoreTime : TimeProvider
{
    public static StoreTime Provider { get; } = new();

    public override DateTimeOffset GetUtcNow() => StoreRecords.Now;
}
