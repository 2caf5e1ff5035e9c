using System.Data.Common;

namespace GigaChat.Usage;

/// <summary>Adds up the rows of a <see cref="GroupQuery"/> that belong to one group: several buckets of a day, several names of a user.</summary>
/// <param name="grouping">The groups.</param>
/// <param name="days">The days to fold buckets into; null when days are not asked for.</param>
/// <param name="first">The first moment that a bucket may stand for: what lies before it in the first bucket may be another day.</param>
internal sealed class GroupFold(UsageGrouping grouping, LocalDays? days, long first)
{
    private const int Name = 9, Bucket = 10, Newest = 11, Count = 12;

    private readonly Dictionary<UsageGroup, (UsageGroup Sum, long NamedAt)> _groups = [];

    public void Add(DbDataReader row)
    {
        var key = KeyOf(row);
        var (sum, namedAt) = _groups.GetValueOrDefault(key, (key, long.MinValue));
        sum = sum with
        {
            Count = sum.Count + row.GetInt64(Count),
            Calls = sum.Calls + row.GetInt64(Count + 1),
            PromptTokens = sum.PromptTokens + row.GetInt64(Count + 2),
            CompletionTokens = sum.CompletionTokens + row.GetInt64(Count + 3),
            CachedPromptTokens = sum.CachedPromptTokens + row.GetInt64(Count + 4),
            TotalTokens = sum.TotalTokens + row.GetInt64(Count + 5),
            EstimatedTokens = sum.EstimatedTokens + row.GetInt64(Count + 6),
        };
        if (Text(row, Name) is { } name && IsNewer(row.GetInt64(Newest), name, namedAt, sum.UserName))
            (sum, namedAt) = (sum with { UserName = name }, row.GetInt64(Newest));
        _groups[key] = (sum, namedAt);
    }

    public IReadOnlyList<UsageGroup> Groups()
    {
        var groups = _groups.Values.Select(group => group.Sum).Order(UsageGroupOrder.Instance).ToList();
        return grouping.Top is { } top && top < groups.Count ? groups[..top] : groups;
    }

    private UsageGroup KeyOf(DbDataReader row)
    {
        var bucket = row.IsDBNull(Bucket) ? 0 : row.GetInt64(Bucket);
        return new UsageGroup
        {
            Operation = Text(row, 0) is { } operation ? new UsageOperation(operation) : (UsageOperation?)null,
            Model = Text(row, 1),
            UserId = Text(row, 2),
            AccessToken = Text(row, 3),
            AccessTokenType = Text(row, 4),
            Platform = Text(row, 5),
            Source = row.IsDBNull(6) ? null : (UsageSource)row.GetInt32(6),
            Outcome = row.IsDBNull(7) ? null : (UsageOutcome)row.GetInt32(7),
            IsBatch = row.IsDBNull(8) ? null : row.GetBoolean(8),
            Day = days?.DayOf(Math.Max(first, bucket)),
            Hour = grouping.Has(UsageDimensions.Hour) ? UnixMicroseconds.ToTime(UnixMicroseconds.Floor(bucket, UnixMicroseconds.Hour)) : null,
        };
    }

    private static bool IsNewer(long at, string name, long otherAt, string? other) =>
        at > otherAt || (at == otherAt && CodePointComparer.Instance.Compare(name, other) > 0);

    private static string? Text(DbDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);
}
