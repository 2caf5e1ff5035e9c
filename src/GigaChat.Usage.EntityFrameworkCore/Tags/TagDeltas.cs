using System.Runtime.InteropServices;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The additions of new records to the rollups by tag. Not safe for concurrent use.</summary>
/// <param name="days">The days in the report time zone.</param>
internal sealed class TagDeltas(LocalDays days)
{
    private readonly Dictionary<TagRollupKey, RollupSums> _values = [];

    /// <summary>The number of rows that the additions change at most.</summary>
    public int Count => 6 * _values.Count;

    /// <summary>The pairs by day.</summary>
    public IEnumerable<TagName> Names =>
        _values.Keys.Select(static key => new TagName(key.Bucket, key.TagKey, key.TagValue)).Distinct();

    public void Add(UsageRecord record)
    {
        if (record.Tags.Count == 0)
            return;
        var day = days.DayOf(UnixMicroseconds.Of(record.CreatedAt));
        foreach (var (key, value) in record.Tags.Pairs)
        {
            Sums(
                    _values,
                    new TagRollupKey(
                        TagRollupKind.DayTagValue,
                        day,
                        key,
                        value,
                        record.Operation.Value,
                        record.Model ?? "",
                        record.Source,
                        record.IsBatch
                    )
                )
                .Add(record);
        }
    }

    /// <summary>Gets the additions in the order of their keys.</summary>
    /// <param name="admitted">The keys and values that have rows of their own.</param>
    public List<KeyValuePair<TagRollupKey, RollupSums>> Sorted(TagAdmission admitted)
    {
        var all = new Dictionary<TagRollupKey, RollupSums>();
        foreach (var (pair, sums) in _values)
        {
            var name = new TagName(pair.Bucket, pair.TagKey, pair.TagValue);
            if (!admitted.HasKey(name))
            {
                Both(pair with { TagKey = "", TagValue = "" }, TagRollupKind.DayTagOthers, TagRollupKind.WeekTagOthers);
                continue;
            }

            Both(pair with { TagValue = "" }, TagRollupKind.DayTagKey, TagRollupKind.WeekTagKey);
            if (admitted.HasValue(name))
            {
                Both(pair, TagRollupKind.DayTagValue, TagRollupKind.WeekTagValue);
                Both(pair.ToSummary(), TagRollupKind.DayTagSummary, TagRollupKind.WeekTagSummary);
            }
            else
                Both(pair with { TagValue = "" }, TagRollupKind.DayTagOthers, TagRollupKind.WeekTagOthers);

            void Both(TagRollupKey key, TagRollupKind day, TagRollupKind week)
            {
                Sums(all, key with { Kind = day }).Add(sums);
                Sums(all, key with { Kind = week, Bucket = UnixMicroseconds.FloorWeek(key.Bucket) }).Add(sums);
            }
        }

        var sorted = all.ToList();
        sorted.Sort(static (x, y) => TagRollupKey.Compare(x.Key, y.Key));
        return sorted;
    }

    public void Clear() => _values.Clear();

    private static RollupSums Sums(Dictionary<TagRollupKey, RollupSums> of, TagRollupKey key)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(of, key, out _);
        return sums ??= new RollupSums();
    }
}
