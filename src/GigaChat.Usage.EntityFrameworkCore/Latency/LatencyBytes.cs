using GigaChat.Usage.Storage;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// Counts of histograms as bytes: sections, each of a number (<see cref="LatencySection"/>), the number of its buckets,
/// and for each bucket the distance from the one before and the count, all as variable-length integers. A section may
/// occur several times, so that counts are added by appending bytes.
/// </summary>
internal static class LatencyBytes
{
    /// <summary>The bits of an item that contain the bucket.</summary>
    private const int BucketBits = 10;

    private const int MaxLength = 10;

    /// <summary>Gets a section and a bucket as one number, which sorts by both.</summary>
    public static int Item(LatencySection section, int bucket) => (section.Number << BucketBits) | bucket;

    /// <summary>Encodes the counts of items, which are sorted and different.</summary>
    public static byte[] Encode(IReadOnlyList<KeyValuePair<int, long>> counts)
    {
        var bytes = new byte[counts.Count * 3 * MaxLength];
        var length = 0;
        for (var first = 0; first < counts.Count; )
        {
            var section = counts[first].Key >> BucketBits;
            var next = first;
            while (next < counts.Count && counts[next].Key >> BucketBits == section)
                next++;
            Write(section);
            Write(next - first);
            for (var before = 0; first < next; first++)
            {
                var bucket = counts[first].Key & ((1 << BucketBits) - 1);
                Write(bucket - before);
                Write(counts[first].Value);
                before = bucket;
            }
        }

        return bytes[..length];

        void Write(long value)
        {
            var rest = (ulong)value;
            for (; rest >= 128; rest >>= 7)
                bytes[length++] = (byte)(rest | 128);
            bytes[length++] = (byte)rest;
        }
    }

    /// <summary>Decodes counts.</summary>
    /// <param name="bytes">The bytes of a row.</param>
    /// <param name="select">Gets what a section's counts are added to; null to skip them.</param>
    /// <exception cref="UsageStoreException">The bytes are not those of counts.</exception>
    public static void Decode(byte[] bytes, Func<LatencySection, HistogramCounts?> select)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            var counts = select(LatencySection.Of((int)Read()));
            var buckets = Read();
            for (var bucket = 0L; buckets > 0; buckets--)
            {
                bucket += Read();
                var count = Read();
                if (bucket < 0 || bucket >= HistogramBuckets.Count)
                    throw Unreadable();
                counts?.Add((int)bucket, count);
            }
        }

        long Read()
        {
            var value = 0UL;
            for (var shift = 0; shift < 64 && at < bytes.Length; shift += 7)
            {
                var part = bytes[at++];
                value |= (ulong)(part & 127) << shift;
                if (part < 128)
                    return (long)value;
            }

            throw Unreadable();
        }

        static UsageStoreException Unreadable() =>
            new(
                $"A row of the table {UsageTables.LatencyName} cannot be read; {nameof(EfUsageStore.RebuildRollupsAsync)}() rebuilds it from the records."
            );
    }

    /// <summary>Gets the same counts with each section and bucket once.</summary>
    public static byte[] Compact(byte[] bytes) => Encode(Counts(bytes));

    /// <summary>Gets the counts of items, sorted.</summary>
    public static List<KeyValuePair<int, long>> Counts(byte[] bytes)
    {
        var sections = new SortedDictionary<int, HistogramCounts>();
        Decode(bytes, section =>
        {
            if (!sections.TryGetValue(section.Number, out var counts))
                sections.Add(section.Number, counts = new HistogramCounts());
            return counts;
        });
        var items = new List<KeyValuePair<int, long>>();
        foreach (var (section, counts) in sections)
        {
            foreach (var (bucket, count) in counts.NonEmpty())
                items.Add(new((section << BucketBits) | bucket, count));
        }

        return items;
    }
}
