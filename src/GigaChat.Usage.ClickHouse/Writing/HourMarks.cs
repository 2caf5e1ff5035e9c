using System.Collections.Concurrent;

namespace GigaChat.Usage.ClickHouse;

/// <summary>Marks the hours that records are about to be written for, before they are.</summary>
/// <remarks>
/// A sealed day counts only if none of its hours was marked later than shortly before its sealing. A mark is not deleted,
/// so a seal cannot hide one that arrives meanwhile; and it is written by the server's clock, like the time of a seal.
/// </remarks>
internal sealed class HourMarks(ClickHouseDatabase database, TimeProvider time, TimeSpan life)
{
    /// <summary>The number of hours after which remembering them is not worth it.</summary>
    private const int MostRemembered = 100_000;

    private readonly ConcurrentDictionary<int, long> _marked = new();

    public async Task MarkAsync(IEnumerable<int> hours, CancellationToken cancellationToken)
    {
        // Taken before the server takes its own time: a mark ends here sooner than there.
        var now = time.GetTimestamp();
        var missing = hours
            .Distinct()
            .Where(hour => !_marked.TryGetValue(hour, out var at) || time.GetElapsedTime(at, now) >= life)
            .ToList();
        if (missing.Count == 0)
            return;
        await database.ExecuteAsync(Sql(database.Tables, missing), cancellationToken).ConfigureAwait(false);
        if (_marked.Count > MostRemembered)
            _marked.Clear();
        foreach (var hour in missing)
            _marked[hour] = now;
    }

    public void Forget() => _marked.Clear();

    public static string Sql(ClickHouseTables tables, IEnumerable<int> hours) =>
        $"INSERT INTO {tables.State} (kind, number, at) SELECT {(int)StateKind.Hour}, toInt32(arrayJoin([{string.Join(", ", hours)}])), toUnixTimestamp64Micro(now64(6))";
}
