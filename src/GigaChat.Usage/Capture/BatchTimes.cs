namespace GigaChat.Usage.Capture;

/// <summary>
/// Provides the times of batch results. They do not depend on how often a result file is read: a record that is
/// produced again must be identical, also in a store that partitions records by time.
/// </summary>
internal sealed class BatchTimes
{
    private const int Capacity = 1_024;

    // GigaChat's API was released in 2023; an earlier time has a wrong unit or is a placeholder.
    private static readonly DateTimeOffset Earliest = new(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _firstRead = new(StringComparer.Ordinal);

    /// <summary>
    /// Gets the time of a line: the time that the line contains or, if there is none, the time of the first read of the
    /// file that this process remembers.
    /// </summary>
    /// <param name="file">The id of the file.</param>
    /// <param name="created">The field <c>created</c> or <c>created_at</c> of the line, in seconds since 1970;
    /// <c>null</c> if the line has none.</param>
    /// <param name="read">The time when the file was requested.</param>
    public DateTimeOffset Of(string file, long? created, DateTimeOffset read)
    {
        // At most a day ahead: the clocks of client and server differ, but not by more.
        if (
            created is { } seconds
            && seconds >= Earliest.ToUnixTimeSeconds()
            && seconds <= read.AddDays(1).ToUnixTimeSeconds()
        )
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        lock (_gate)
        {
            if (_firstRead.TryGetValue(file, out var first))
                return first;
            if (_firstRead.Count >= Capacity)
                _firstRead.Clear();
            return _firstRead[file] = read;
        }
    }
}
