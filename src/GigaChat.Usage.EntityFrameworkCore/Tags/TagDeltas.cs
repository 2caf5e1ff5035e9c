using System.Runtime.InteropServices;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The additions of new records to the rollups by tag. Not safe for concurrent use.</summary>
/// <param name="days">The days in the report time zone.</param>
internal sealed class TagDeltas(LocalDays days)
{
    // By day and hour at once, like RollupDeltas: an hour of UTC may have parts of two days.
    private readonly Dictionary<(TagRollupKey Day, long Hour), RollupSums> _values = [];

    /// <summary>The number of rows that the additions change at most.</summary>
    public int Count => 8 * _values.Count;

    /// <summary>The pairs by day.</summary>
    public IEnumerable<TagName> Names =>
        _values.Keys.Select(static key => new TagName(key.Day.Bucket, key.Day.TagKey, key.Day.TagValue)).Distinct();

    public void Add(UsageRecord record)
    {
        if (record.Tags.Count == 0)
            return;
        var createdAt = UnixMicroseconds.Of(record.CreatedAt);
        var (day, hour) = (days.DayOf(createdAt), UnixMicroseconds.FloorHour(createdAt));
        foreach (var (key, value) in record.Tags.Pairs)
        {
            var pair = new TagRollupKey(
                TagRollupKind.DayTagValue,
                day,
                key,
                value,
                record.Operation.Value,
                record.Model ?? "",
                record.Source,
                record.IsBatch
            );
            Sums(_values, (pair, hour)).Add(record);
        }
    }

    /// <summary>Gets the additions in the order of their keys.</summary>
    /// <param name="admitted">The keys and values that have rows of their own.</param>
    public List<KeyValuePair<TagRollupKey, RollupSums>> Sorted(TagAdmission admitted)
    {
        var all = new Dictionary<TagRollupKey, RollupSums>();
        foreach (var ((pair, hour), sums) in _values)
        {
            var name = new TagName(pair.Bucket, pair.TagKey, pair.TagValue);
            var (hasKey, hasValue) = (admitted.HasKey(name), admitted.HasValue(name));
            foreach (var kinds in TagRollupKinds.All)
            {
                if (!hasKey)
                {
                    Add(kinds, kinds.Others, pair with { TagKey = "", TagValue = "" });
                    continue;
                }

                var ofKey = pair with { TagValue = "" };
                Add(kinds, kinds.Key, ofKey);
                if (!hasValue)
                {
                    Add(kinds, kinds.Others, ofKey);
                    continue;
                }

                if (kinds.Value is { } value)
                    Add(kinds, value, pair);
                Add(kinds, kinds.Summary, pair with { Operation = "" });
            }

            // Without a kind by value nothing of a level depends on the operation.
            void Add(TagRollupKinds kinds, TagRollupKind kind, TagRollupKey key) =>
                Sums(
                        all,
                        key with
                        {
                            Kind = kind,
                            Bucket = kinds.BucketOf(pair.Bucket, hour),
                            Operation = kinds.Value is null ? "" : key.Operation,
                        }
                    )
                    .Add(sums);
        }

        var sorted = all.ToList();
        sorted.Sort(static (x, y) => TagRollupKey.Compare(x.Key, y.Key));
        return sorted;
    }

    public void Clear() => _values.Clear();

    private static RollupSums Sums<TKey>(Dictionary<TKey, RollupSums> of, TKey key)
        where TKey : notnull
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(of, key, out _);
        return sums ??= new RollupSums();
    }
}
