using System.Runtime.InteropServices;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The additions of new records to the rollups. Not safe for concurrent use.</summary>
/// <param name="days">The days in the report time zone, which daily rollups use.</param>
internal sealed class RollupDeltas(LocalDays days)
{
    private readonly Dictionary<RollupKey, RollupSums> _sums = [];

    // By hour and day at once, because days in the report time zone may begin within an hour of UTC; four kinds are
    // computed from these sums, and two from those of users.
    private readonly Dictionary<(RollupKey Hour, long Day), RollupSums> _details = [];

    private readonly Dictionary<(string UserId, long Day), RollupSums> _users = [];

    public int Count => _sums.Count + (4 * _details.Count) + (2 * _users.Count);

    public void Add(UsageRecord record)
    {
        var createdAt = UnixMicroseconds.Of(record.CreatedAt);
        var day = days.DayOf(createdAt);

        var detail = new RollupKey(
            RollupKind.HourDetail,
            UnixMicroseconds.FloorHour(createdAt),
            record.Operation.Value,
            record.Model ?? "",
            AccessTokenType: record.AccessTokenType ?? "",
            Platform: record.Platform ?? "",
            Source: record.Source,
            Outcome: record.Outcome,
            IsBatch: record.IsBatch
        );
        Sums(_details, (detail, day)).Add(record);

        var user = Sums(_users, (record.UserId ?? "", day));
        user.Add(record);
        if (record.UserName is not null)
            user.Offer(NameStamp.Of(createdAt, record.UserName));

        Sums(
                _sums,
                new RollupKey(
                    RollupKind.DayToken,
                    day,
                    AccessToken: record.AccessToken ?? "",
                    AccessTokenType: record.AccessTokenType ?? ""
                )
            )
            .Add(record);
    }

    /// <summary>Gets the additions in the order of their keys.</summary>
    public List<KeyValuePair<RollupKey, RollupSums>> Sorted()
    {
        Settle();
        var sorted = _sums.ToList();
        sorted.Sort(static (x, y) => RollupKey.Compare(x.Key, y.Key));
        return sorted;
    }

    /// <summary>Gets the additions to rollups without deleted records.</summary>
    public List<KeyValuePair<RollupKey, RollupSums>> Sorted(RollupState state) =>
        Sorted().FindAll(addition => addition.Key.IsCovered(state));

    /// <summary>Removes and returns a row's additions; null when there are none.</summary>
    public RollupSums? Take(RollupKey key)
    {
        Settle();
        return _sums.Remove(key, out var sums) ? sums : null;
    }

    public void Clear()
    {
        _sums.Clear();
        _details.Clear();
        _users.Clear();
    }

    private void Settle()
    {
        foreach (var ((hour, day), sums) in _details)
        {
            var summary = new RollupKey(
                RollupKind.HourSummary,
                hour.Bucket,
                hour.Operation,
                hour.Model,
                Source: hour.Source,
                IsBatch: hour.IsBatch
            );
            Sums(_sums, hour).Add(sums);
            Sums(_sums, hour with { Kind = RollupKind.DayDetail, Bucket = day }).Add(sums);
            Sums(_sums, summary).Add(sums);
            Sums(_sums, summary with { Kind = RollupKind.DaySummary, Bucket = day }).Add(sums);
        }

        foreach (var ((userId, day), sums) in _users)
        {
            Sums(_sums, new RollupKey(RollupKind.DayUser, day, UserId: userId)).Add(sums);
            Sums(_sums, new RollupKey(RollupKind.WeekUser, UnixMicroseconds.FloorWeek(day), UserId: userId)).Add(sums);
        }

        _details.Clear();
        _users.Clear();
    }

    private static RollupSums Sums<TKey>(Dictionary<TKey, RollupSums> of, TKey key)
        where TKey : notnull
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(of, key, out _);
        return sums ??= new RollupSums();
    }
}
