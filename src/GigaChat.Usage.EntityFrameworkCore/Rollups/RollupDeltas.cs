using System.Runtime.InteropServices;

namespace GigaChat.Usage;

/// <summary>What new records add to the rollups. Not for use by several threads.</summary>
/// <param name="days">The days of the report, which daily rollups are kept by.</param>
internal sealed class RollupDeltas(LocalDays days)
{
    private readonly Dictionary<RollupKey, RollupSums> _sums = [];

    public int Count => _sums.Count;

    public void Add(UsageRecord record)
    {
        var createdAt = UnixMicroseconds.Of(record.CreatedAt);
        var hour = UnixMicroseconds.FloorHour(createdAt);
        var day = days.DayOf(createdAt);

        var summary = new RollupKey(RollupKind.HourSummary, hour, record.Operation.Value, record.Model ?? "", IsBatch: record.IsBatch);
        Sums(summary).Add(record);
        Sums(summary with { Kind = RollupKind.DaySummary, Bucket = day }).Add(record);

        var detail = summary with
        {
            Kind = RollupKind.HourDetail,
            AccessTokenType = record.AccessTokenType ?? "",
            Platform = record.Platform ?? "",
            Source = record.Source,
            Outcome = record.Outcome,
        };
        Sums(detail).Add(record);
        Sums(detail with { Kind = RollupKind.DayDetail, Bucket = day }).Add(record);

        var user = Sums(new RollupKey(RollupKind.DayUser, day, UserId: record.UserId ?? ""));
        user.Add(record);
        if (record.UserName is not null)
            user.Offer(NameStamp.Of(createdAt, record.UserName));

        Sums(new RollupKey(RollupKind.DayToken, day, AccessToken: record.AccessToken ?? "", AccessTokenType: record.AccessTokenType ?? "")).Add(record);
    }

    /// <summary>The additions in the order of their keys.</summary>
    public List<KeyValuePair<RollupKey, RollupSums>> Sorted()
    {
        var sorted = _sums.ToList();
        sorted.Sort(static (x, y) => RollupKey.Compare(x.Key, y.Key));
        return sorted;
    }

    /// <summary>Those of them whose records are all there.</summary>
    public List<KeyValuePair<RollupKey, RollupSums>> Sorted(RollupState state) => Sorted().FindAll(addition => addition.Key.IsCovered(state));

    /// <summary>Takes out a row's additions; null when there are none.</summary>
    public RollupSums? Take(RollupKey key) => _sums.Remove(key, out var sums) ? sums : null;

    public void Clear() => _sums.Clear();

    private RollupSums Sums(RollupKey key)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, key, out _);
        return sums ??= new RollupSums();
    }
}
