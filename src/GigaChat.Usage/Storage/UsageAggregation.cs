using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Storage;

/// <summary>The reference implementation of a sum by groups: every record is read.</summary>
internal static class UsageAggregation
{
    public static IReadOnlyList<UsageGroup> Of(IEnumerable<UsageRecord> records, UsageGrouping grouping)
    {
        var sums = new Dictionary<UsageGroup, Sum>();
        if (grouping.IsOneGroup)
            sums.Add(new UsageGroup(), new Sum(grouping));

        foreach (var record in records)
        {
            var key = KeyOf(record, grouping);
            if (!sums.TryGetValue(key, out var sum))
                sums.Add(key, sum = new Sum(grouping));
            sum.Add(UsageParts.WithoutExcess(record));
        }

        var groups = sums.Select(pair => pair.Value.In(pair.Key)).ToList();
        groups.Sort(UsageGroupOrder.Instance);
        return grouping.Top is { } top && top < groups.Count ? groups[..top] : groups;
    }

    /// <summary>Gets the keys of the tags of records, in ordinal order.</summary>
    public static IReadOnlyList<UsageTagKey> TagKeys(IEnumerable<UsageRecord> records) =>
        [
            .. records
                .SelectMany(static record => record.Tags.Keys)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(static key => new UsageTagKey(key)),
        ];

    private static UsageGroup KeyOf(UsageRecord record, UsageGrouping grouping)
    {
        var local = TimeZoneInfo.ConvertTime(record.CreatedAt, grouping.TimeZone).DateTime;
        var day = DateOnly.FromDateTime(local);
        return new()
        {
            Operation = grouping.Has(UsageDimensions.Operation) ? record.Operation : (UsageOperation?)null,
            Model = grouping.Has(UsageDimensions.Model) ? record.Model : null,
            UserId = grouping.Has(UsageDimensions.User) ? record.UserId : null,
            AccessToken = grouping.Has(UsageDimensions.AccessToken) ? record.AccessToken : null,
            AccessTokenType = grouping.Has(UsageDimensions.AccessTokenType) ? record.AccessTokenType : null,
            Platform = grouping.Has(UsageDimensions.Platform) ? record.Platform : null,
            Source = grouping.Has(UsageDimensions.Source) ? record.Source : null,
            Outcome = grouping.Has(UsageDimensions.Outcome) ? record.Outcome : null,
            IsBatch = grouping.Has(UsageDimensions.Batch) ? record.IsBatch : null,
            TagValue = grouping.TagKey is { } key ? record.Tags.GetValueOrDefault(key) : null,
            Day = grouping.Has(UsageDimensions.Day) ? day : null,
            Hour = grouping.Has(UsageDimensions.Hour)
                ? new DateTimeOffset(
                    record.CreatedAt.UtcTicks - (record.CreatedAt.UtcTicks % TimeSpan.TicksPerHour),
                    TimeSpan.Zero
                )
                : null,
            Topic = grouping.Has(UsageDimensions.Topic) ? record.Topic : null,
            GenerationId = grouping.Has(UsageDimensions.Generation) ? record.GenerationId : null,
            Week = grouping.Has(UsageDimensions.Week) ? Calendar.MondayOf(day) : null,
            Month = grouping.Has(UsageDimensions.Month) ? Calendar.MonthOf(day) : null,
            Weekday = grouping.Has(UsageDimensions.Weekday) ? day.DayOfWeek : null,
            LocalHour = grouping.Has(UsageDimensions.LocalHour) ? local.Hour : null,
        };
    }

    private sealed class Sum(UsageGrouping grouping)
    {
        private readonly HashSet<string>? _users = grouping.WithUsers ? new(StringComparer.Ordinal) : null;
        private readonly LatencyCounts? _latency = grouping.WithLatency ? new() : null;
        private UsageSums _sums;
        private (DateTimeOffset At, string Name)? _newestName;

        public void Add(UsageRecord record)
        {
            _sums.Add(record);
            if (record.UserId is { } user)
                _users?.Add(user);
            _latency?.Add(record);
            if (record.UserName is { } name && IsNewer(record.CreatedAt, name))
                _newestName = (record.CreatedAt, name);
        }

        public UsageGroup In(UsageGroup key) =>
            _sums.In(key) with
            {
                UserName = grouping.Has(UsageDimensions.User) ? _newestName?.Name : null,
                Users = _users?.Count,
                Duration = _latency?.Duration.ToHistogram(),
                TimeToFirstToken = _latency?.FirstToken.ToHistogram(),
            };

        private bool IsNewer(DateTimeOffset at, string name) =>
            _newestName is not { } newest
            || at > newest.At
            || (at == newest.At && CodePointComparer.Instance.Compare(name, newest.Name) > 0);
    }
}
