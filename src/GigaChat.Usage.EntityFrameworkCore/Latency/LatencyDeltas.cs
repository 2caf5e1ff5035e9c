using System.Runtime.InteropServices;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The additions of new records to the histograms. Not safe for concurrent use.</summary>
/// <param name="days">The days in the report time zone.</param>
internal sealed class LatencyDeltas(LocalDays days)
{
    // By hour and day at once, like RollupDeltas; a list of items, because a batch has few for each key.
    private readonly Dictionary<(LatencyKey Hour, long Day), List<int>> _items = [];

    /// <summary>The number of durations and times to the first token.</summary>
    public int Count { get; private set; }

    public void Add(UsageRecord record)
    {
        if (record.Duration <= TimeSpan.Zero && record.TimeToFirstToken is null)
            return;
        var createdAt = UnixMicroseconds.Of(record.CreatedAt);
        var hour = new LatencyKey(
            RollupKind.HourDetail,
            UnixMicroseconds.FloorHour(createdAt),
            record.Operation.Value,
            record.Model ?? "",
            record.Platform ?? ""
        );
        ref var items = ref CollectionsMarshal.GetValueRefOrAddDefault(_items, (hour, days.DayOf(createdAt)), out _);
        items ??= [];
        var section = new LatencySection(IsFirstToken: false, record.IsBatch, record.Source, record.Outcome);
        if (record.Duration > TimeSpan.Zero)
            items.Add(Item(section, record.Duration));
        if (record.TimeToFirstToken is { } first)
            items.Add(Item(section with { IsFirstToken = true }, first));
        Count += 2;
    }

    /// <summary>Gets the additions in the order of their keys.</summary>
    public List<LatencyAddition> Sorted()
    {
        var rows = new Dictionary<LatencyKey, List<int>>();
        foreach (var ((hour, day), items) in _items)
        {
            AddTo(hour, items);
            AddTo(hour with { Kind = RollupKind.DayDetail, Bucket = day }, items);
        }

        var additions = rows.Select(row => new LatencyAddition(row.Key, Encode(row.Value))).ToList();
        additions.Sort(static (x, y) => LatencyKey.Compare(x.Key, y.Key));
        return additions;

        void AddTo(LatencyKey key, List<int> items)
        {
            ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, key, out _);
            (row ??= []).AddRange(items);
        }
    }

    public void Clear()
    {
        _items.Clear();
        Count = 0;
    }

    private static int Item(LatencySection section, TimeSpan duration) =>
        LatencyBytes.Item(section, HistogramBuckets.IndexOf(duration.Ticks / TimeSpan.TicksPerMicrosecond));

    private static byte[] Encode(List<int> items)
    {
        items.Sort();
        var counts = new List<KeyValuePair<int, long>>();
        foreach (var item in items)
        {
            if (counts.Count > 0 && counts[^1].Key == item)
                counts[^1] = new(item, counts[^1].Value + 1);
            else
                counts.Add(new(item, 1));
        }

        return LatencyBytes.Encode(counts);
    }
}
