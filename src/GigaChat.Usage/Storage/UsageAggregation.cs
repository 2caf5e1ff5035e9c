using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Storage;

/// <summary>The reference implementation of a sum by groups: every record is read.</summary>
internal static class UsageAggregation
{
    public static IReadOnlyList<UsageGroup> Of(IEnumerable<UsageRecord> records, UsageGrouping grouping)
    {
        var sums = new Dictionary<UsageGroup, Sum>();
        if (grouping.By == UsageDimensions.None)
            sums.Add(new UsageGroup(), new Sum());

        foreach (var record in records)
        {
            var key = KeyOf(record, grouping);
            if (!sums.TryGetValue(key, out var sum))
                sums.Add(key, sum = new Sum());
            sum.Add(UsageParts.WithoutExcess(record));
        }

        var groups = sums.Select(pair => pair.Value.In(pair.Key, grouping.Has(UsageDimensions.User))).ToList();
        groups.Sort(UsageGroupOrder.Instance);
        return grouping.Top is { } top && top < groups.Count ? groups[..top] : groups;
    }

    private static UsageGroup KeyOf(UsageRecord record, UsageGrouping grouping) =>
        new()
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
            Day = grouping.Has(UsageDimensions.Day)
                ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(record.CreatedAt, grouping.TimeZone).DateTime)
                : null,
            Hour = grouping.Has(UsageDimensions.Hour)
                ? new DateTimeOffset(
                    record.CreatedAt.UtcTicks - (record.CreatedAt.UtcTicks % TimeSpan.TicksPerHour),
                    TimeSpan.Zero
                )
                : null,
        };

    private sealed class Sum
    {
        private UsageGroup _sum = new();
        private (DateTimeOffset At, string Name)? _newestName;

        public void Add(UsageRecord record)
        {
            _sum = _sum with
            {
                Count = _sum.Count + 1,
                Calls = _sum.Calls + (record.Attempt == 1 ? 1 : 0),
                PromptTokens = _sum.PromptTokens + (record.PromptTokens ?? 0),
                CompletionTokens = _sum.CompletionTokens + (record.CompletionTokens ?? 0),
                CachedPromptTokens = _sum.CachedPromptTokens + (record.CachedPromptTokens ?? 0),
                TotalTokens = _sum.TotalTokens + record.TotalTokens,
                EstimatedTokens =
                    _sum.EstimatedTokens + (record.Source == UsageSource.Estimated ? record.TotalTokens : 0),
            };
            if (record.UserName is { } name && IsNewer(record.CreatedAt, name))
                _newestName = (record.CreatedAt, name);
        }

        public UsageGroup In(UsageGroup key, bool withName) =>
            key with
            {
                UserName = withName ? _newestName?.Name : null,
                Count = _sum.Count,
                Calls = _sum.Calls,
                PromptTokens = _sum.PromptTokens,
                CompletionTokens = _sum.CompletionTokens,
                CachedPromptTokens = _sum.CachedPromptTokens,
                TotalTokens = _sum.TotalTokens,
                EstimatedTokens = _sum.EstimatedTokens,
            };

        private bool IsNewer(DateTimeOffset at, string name) =>
            _newestName is not { } newest
            || at > newest.At
            || (at == newest.At && CodePointComparer.Instance.Compare(name, newest.Name) > 0);
    }
}
