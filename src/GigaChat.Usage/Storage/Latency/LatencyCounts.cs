namespace GigaChat.Usage.Storage;

/// <summary>The durations and the times to the first token of a group that is being added up.</summary>
internal sealed class LatencyCounts
{
    public HistogramCounts Duration { get; } = new();

    public HistogramCounts FirstToken { get; } = new();

    public void Add(UsageRecord record) => Add(record.Duration, record.TimeToFirstToken);

    /// <remarks>A duration of zero is one that was not measured: of a batch's result or an imported record.</remarks>
    public void Add(TimeSpan duration, TimeSpan? timeToFirstToken)
    {
        if (duration > TimeSpan.Zero)
            Duration.Add(duration);
        if (timeToFirstToken is { } first)
            FirstToken.Add(first);
    }
}
