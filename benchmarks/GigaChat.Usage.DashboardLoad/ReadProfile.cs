using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace GigaChat.Usage.DashboardLoad;

/// <summary>Notes each query of the dashboard and its time.</summary>
internal sealed class ReadProfile(IUsageReader reader) : IUsageReader, IUsageTagReader
{
    private ConcurrentQueue<(string Query, double Milliseconds, int Rows)> _reads = new();

    /// <summary>Gets what was read since the last call.</summary>
    public IReadOnlyList<(string Query, double Milliseconds, int Rows)> Take() =>
        [.. Interlocked.Exchange(ref _reads, new())];

    public Task<IReadOnlyList<UsageGroup>> AggregateAsync(
        UsageFilter filter,
        UsageGrouping groupBy,
        CancellationToken cancellationToken = default
    ) =>
        NoteAsync(
            $"sums by {(groupBy.By == UsageDimensions.None ? "nothing" : groupBy.By)}{(groupBy.TagKey is { } key ? $", tag {key}" : "")}{(groupBy.Top is { } top ? $", first {top}" : "")}{(groupBy.WithLatency ? ", latency" : "")}{Written(filter)}",
            () => reader.AggregateAsync(filter, groupBy, cancellationToken),
            static groups => groups.Count
        );

    public Task<UsagePageResult> ListAsync(
        UsageFilter filter,
        UsagePage page,
        CancellationToken cancellationToken = default
    ) =>
        NoteAsync(
            $"list of {page.Size}{Written(filter)}",
            () => reader.ListAsync(filter, page, cancellationToken),
            static result => result.Items.Count
        );

    public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        NoteAsync("one record", () => reader.FindAsync(id, cancellationToken), static _ => 1);

    public Task<IReadOnlyList<UsageTagKey>> GetTagKeysAsync(
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default
    ) =>
        NoteAsync(
            $"keys of tags{Written(new UsageFilter { From = from, To = to })}",
            () => ((IUsageTagReader)reader).GetTagKeysAsync(from, to, cancellationToken),
            static keys => keys.Count
        );

    private async Task<T> NoteAsync<T>(string query, Func<Task<T>> read, Func<T, int> rows)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await read();
        _reads.Enqueue((query, Stopwatch.GetElapsedTime(start).TotalMilliseconds, rows(result)));
        return result;
    }

    private static string Written(UsageFilter filter)
    {
        var rest = filter with { From = null, To = null };
        var period = filter is { From: null, To: null }
            ? ", all time"
            : string.Create(CultureInfo.InvariantCulture, $", {filter.From:MM-dd HH:mm}..{filter.To:MM-dd HH:mm}");
        return rest == UsageFilter.All ? period : $"{period}, filtered";
    }
}
