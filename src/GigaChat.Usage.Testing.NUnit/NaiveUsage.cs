using System.Text;

namespace GigaChat.Usage.Testing.NUnit;

/// <summary>
/// The expected results, computed from all records in a simple way, as the contract defines them, with no code of a
/// store.
/// </summary>
internal static class NaiveUsage
{
    public static List<UsageGroup> Aggregate(IEnumerable<UsageRecord> records, UsageFilter filter, UsageGrouping by)
    {
        var groups = records
            .Select(UsageRecordLimits.Fit)
            .Where(record => IsIn(record, filter))
            .GroupBy(record => KeyOf(record, by))
            .Select(group => Sum(group.Key, group, by))
            .ToList();
        if (by.By == UsageDimensions.None && string.IsNullOrEmpty(by.TagKey) && groups.Count == 0)
            groups.Add(Sum(new UsageGroup(), [], by));
        return
        [
            .. groups
                .OrderByDescending(group => group.TotalTokens)
                .ThenBy(group => group.Hour)
                .ThenBy(group => group.Day)
                .ThenBy(group => group.Week)
                .ThenBy(group => group.Month)
                .ThenBy(group => group.Weekday is DayOfWeek.Sunday ? (DayOfWeek)7 : group.Weekday)
                .ThenBy(group => group.LocalHour)
                .ThenBy(group => Bytes(group.Operation?.Value), StringComparer.Ordinal)
                .ThenBy(group => Bytes(group.Model), StringComparer.Ordinal)
                .ThenBy(group => Bytes(group.UserId), StringComparer.Ordinal)
                .ThenBy(group => Bytes(group.AccessToken), StringComparer.Ordinal)
                .ThenBy(group => Bytes(group.AccessTokenType), StringComparer.Ordinal)
                .ThenBy(group => Bytes(group.Platform), StringComparer.Ordinal)
                .ThenBy(group => group.Source)
                .ThenBy(group => group.Outcome)
                .ThenBy(group => group.IsBatch)
                .ThenBy(group => Bytes(group.Topic), StringComparer.Ordinal)
                .ThenBy(group => Bytes(group.GenerationId), StringComparer.Ordinal)
                .ThenBy(group => Bytes(group.TagValue), StringComparer.Ordinal)
                .Take(by.Top ?? int.MaxValue),
        ];
    }

    /// <summary>Gets the records of one group.</summary>
    public static List<UsageRecord> RecordsOf(
        IEnumerable<UsageRecord> records,
        UsageFilter filter,
        UsageGrouping by,
        UsageGroup group
    ) =>
        [
            .. records
                .Select(UsageRecordLimits.Fit)
                .Where(record => IsIn(record, filter))
                .GroupBy(record => KeyOf(record, by))
                .Where(same => Sum(same.Key, same, by) == group)
                .SelectMany(same => same),
        ];

    public static List<UsageRecord> List(IEnumerable<UsageRecord> records, UsageFilter filter) =>
        [
            .. records
                .Select(UsageRecordLimits.Fit)
                .Where(record => IsIn(record, filter))
                .OrderByDescending(record => record.CreatedAt)
                .ThenByDescending(record => record.Id.ToString(), StringComparer.Ordinal),
        ];

    /// <summary>Creates records of many keys, every 53 minutes from a start.</summary>
    public static UsageRecord[] Spread(DateTimeOffset start, int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new UsageRecord
                {
                    Id = Guid.CreateVersion7(start),
                    CreatedAt = start.AddMinutes(53.0 * i),
                    Operation = UsageOperation.Known[i % 3],
                    Model = i % 5 == 0 ? null : $"model-{i % 4}",
                    UserId = i % 6 == 0 ? null : $"user-{i % 5}",
                    UserName = i % 4 == 0 ? null : $"User {i % 5} of {i / 20}",
                    AccessToken = i % 7 == 0 ? null : $"token-{i % 3}",
                    AccessTokenType =
                        i % 7 == 0 ? null
                        : i % 3 == 0 ? "DEMO"
                        : "DEVELOPER",
                    Platform = i % 2 == 0 ? "web" : null,
                    TotalTokens = i * 31 % 17,
                    PromptTokens = i % 3 == 0 ? null : i * 31 % 17,
                    Source = (UsageSource)(i % 3),
                    Outcome = (UsageOutcome)(i % 4),
                    IsBatch = i % 8 == 0,
                    Duration =
                        i % 10 == 9 ? TimeSpan.Zero : TimeSpan.FromMicroseconds(1 + (i * i * 9_973L % 90_000_000)),
                    TimeToFirstToken = i % 3 == 0 ? null : TimeSpan.FromMicroseconds(i * 7_919L % 2_000_000),
                    Attempt = 1 + (i % 2),
                    Tags =
                        i % 3 == 0 ? null : [new("tenant", $"t{i % 4}"), new("feature", i % 5 == 0 ? "chat" : "mail")],
                }),
        ];

    public static TimeZoneInfo Zone(string id) =>
        id.StartsWith("custom", StringComparison.Ordinal)
            ? TimeZoneInfo.CreateCustomTimeZone(id, TimeSpan.FromMinutes(7), id, id)
            : TimeZoneInfo.FindSystemTimeZoneById(id);

    private static bool IsIn(UsageRecord record, UsageFilter filter) =>
        !(record.CreatedAt < filter.From)
        && !(record.CreatedAt >= filter.To)
        && Same(filter.Operation?.Value, record.Operation.Value)
        && Same(filter.Model, record.Model)
        && Same(filter.UserId, record.UserId)
        && Same(filter.AccessToken, record.AccessToken)
        && Same(filter.AccessTokenType, record.AccessTokenType)
        && Same(filter.Platform, record.Platform)
        && Same(filter.GenerationId, record.GenerationId)
        && Same(filter.Topic, record.Topic)
        && Same(filter.SessionId, record.SessionId)
        && Same(filter.RequestId, record.RequestId)
        && (filter.Id ?? record.Id) == record.Id
        && (filter.Tags ?? []).All(pair => pair.Value.Length == 0 || record.Tags.Contains(pair))
        && Absent(filter, UsageDimensions.Model, record.Model)
        && Absent(filter, UsageDimensions.User, record.UserId)
        && Absent(filter, UsageDimensions.AccessToken, record.AccessToken)
        && Absent(filter, UsageDimensions.AccessTokenType, record.AccessTokenType)
        && Absent(filter, UsageDimensions.Platform, record.Platform)
        && Absent(filter, UsageDimensions.Topic, record.Topic)
        && Absent(filter, UsageDimensions.Generation, record.GenerationId)
        && (string.IsNullOrEmpty(filter.WithoutTag) || !record.Tags.ContainsKey(filter.WithoutTag))
        && (filter.Source ?? record.Source) == record.Source
        && (filter.Outcome ?? record.Outcome) == record.Outcome
        && (
            string.IsNullOrEmpty(filter.Search)
            || new[] { record.Topic, record.UserName, record.AccessToken, record.GenerationId }.Any(text =>
                text?.Contains(filter.Search, StringComparison.OrdinalIgnoreCase) == true
            )
        );

    private static bool Absent(UsageFilter filter, UsageDimensions dimension, string? value) =>
        (filter.Without & dimension) == 0 || value is null;

    private static bool Same(string? wanted, string? value) =>
        string.IsNullOrEmpty(wanted) || string.Equals(wanted, value, StringComparison.Ordinal);

    private static UsageGroup KeyOf(UsageRecord record, UsageGrouping by)
    {
        var local = TimeZoneInfo.ConvertTime(record.CreatedAt, by.TimeZone);
        var key = new UsageGroup();
        key = by.Has(UsageDimensions.Operation) ? key with { Operation = record.Operation } : key;
        key = by.Has(UsageDimensions.Model) ? key with { Model = record.Model } : key;
        key = by.Has(UsageDimensions.User) ? key with { UserId = record.UserId } : key;
        key = by.Has(UsageDimensions.AccessToken) ? key with { AccessToken = record.AccessToken } : key;
        key = by.Has(UsageDimensions.AccessTokenType) ? key with { AccessTokenType = record.AccessTokenType } : key;
        key = by.Has(UsageDimensions.Platform) ? key with { Platform = record.Platform } : key;
        key = by.Has(UsageDimensions.Source) ? key with { Source = record.Source } : key;
        key = by.Has(UsageDimensions.Outcome) ? key with { Outcome = record.Outcome } : key;
        key = by.Has(UsageDimensions.Batch) ? key with { IsBatch = record.IsBatch } : key;
        key = string.IsNullOrEmpty(by.TagKey) ? key : key with { TagValue = record.Tags.GetValueOrDefault(by.TagKey) };
        var day = new DateOnly(local.Year, local.Month, local.Day);
        key = by.Has(UsageDimensions.Day) ? key with { Day = day } : key;
        key = by.Has(UsageDimensions.Week) ? key with { Week = MondayBefore(day) } : key;
        key = by.Has(UsageDimensions.Month) ? key with { Month = new DateOnly(day.Year, day.Month, 1) } : key;
        key = by.Has(UsageDimensions.Weekday) ? key with { Weekday = day.DayOfWeek } : key;
        key = by.Has(UsageDimensions.LocalHour) ? key with { LocalHour = local.Hour } : key;
        key = by.Has(UsageDimensions.Topic) ? key with { Topic = record.Topic } : key;
        key = by.Has(UsageDimensions.Generation) ? key with { GenerationId = record.GenerationId } : key;
        return by.Has(UsageDimensions.Hour)
            ? key with
            {
                Hour = new DateTimeOffset(
                    record.CreatedAt.Year,
                    record.CreatedAt.Month,
                    record.CreatedAt.Day,
                    record.CreatedAt.Hour,
                    0,
                    0,
                    TimeSpan.Zero
                ),
            }
            : key;
    }

    private static DateOnly MondayBefore(DateOnly day)
    {
        while (day.DayOfWeek != DayOfWeek.Monday)
            day = day.AddDays(-1);
        return day;
    }

    private static UsageGroup Sum(UsageGroup key, IEnumerable<UsageRecord> group, UsageGrouping by)
    {
        var records = group.ToList();
        return key with
        {
            UserName = !by.Has(UsageDimensions.User)
                ? null
                : records
                    .Where(record => record.UserName is not null)
                    .OrderByDescending(record => record.CreatedAt)
                    .ThenByDescending(record => Bytes(record.UserName), StringComparer.Ordinal)
                    .FirstOrDefault()
                    ?.UserName,
            Count = records.Count,
            Calls = records.Count(record => record.Attempt == 1),
            PromptTokens = records.Sum(record => record.PromptTokens ?? 0),
            CompletionTokens = records.Sum(record => record.CompletionTokens ?? 0),
            CachedPromptTokens = records.Sum(record => record.CachedPromptTokens ?? 0),
            TotalTokens = records.Sum(record => record.TotalTokens),
            EstimatedTokens = records
                .Where(record => record.Source == UsageSource.Estimated)
                .Sum(record => record.TotalTokens),
            Users = by.WithUsers
                ? records.Select(record => record.UserId).OfType<string>().Distinct().LongCount()
                : null,
            Duration = by.WithLatency ? UsageHistogram.Of(Measured(records)) : null,
            TimeToFirstToken = by.WithLatency
                ? UsageHistogram.Of(records.Select(record => record.TimeToFirstToken).OfType<TimeSpan>())
                : null,
        };

        static IEnumerable<TimeSpan> Measured(IEnumerable<UsageRecord> records) =>
            records.Select(record => record.Duration).Where(duration => duration > TimeSpan.Zero);
    }

    /// <summary>
    /// Gets a text's UTF-8 bytes in hexadecimal, which sort like its code points, and null before the empty text.
    /// </summary>
    private static string? Bytes(string? text) =>
        text is null ? null : Convert.ToHexString(Encoding.UTF8.GetBytes(text));
}
