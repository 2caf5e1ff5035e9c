namespace GigaChat.Usage.Capture;

/// <summary>
/// The times of batch results, which are the same however often a result file is read: a record that comes again has to
/// be the same record, also
/// where a store keeps records by their time.
/// </summary>
internal sealed class BatchTimes
{
    private const int Capacity = 1_024;

    // GigaChat's API is of 2023; an earlier second is a wrong unit or a placeholder.
    private static readonly DateTimeOffset Earliest = new(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _firstRead = new(StringComparer.Ordinal);

    /// <summary>The time of a line: its own, else that of the file's first reading which this process
    /// remembers.</summary>
    /// <param name="file">The id of the file.</param>
    /// <param name="created">The wire's <c>created</c> or <c>created_at</c> of the line, in seconds since 1970; null
    /// when it has none.</param>
    /// <param name="read">When the file was asked for.</param>
    public DateTimeOffset Of(string file, long? created, DateTimeOffset read)
    {
        // No longer than a day ahead: the clocks of both sides differ, but not by more.
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
