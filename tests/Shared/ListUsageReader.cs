namespace GigaChat.Usage.Tests;

/// <summary>Answers from a list by the plainest code there is: the measure that the service is held against.</summary>
internal sealed class ListUsageReader(params IEnumerable<UsageRecord> records) : IUsageReader
{
    private readonly List<UsageRecord> _records = [.. records];

    /// <summary>The filters that were asked for, in order.</summary>
    public List<UsageFilter> Asked { get; } = [];

    public Task<IReadOnlyList<UsageGroup>> AggregateAsync(
        UsageFilter filter,
        UsageGrouping groupBy,
        CancellationToken cancellationToken = default
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        Asked.Add(filter);
        var groups = _records
            .Where(record => Passes(record, filter))
            .GroupBy(record => Key(record, groupBy))
            .Select(Sum)
            .OrderByDescending(group => group.TotalTokens)
            .ThenBy(group => group.Day)
            .ToList();
        if (groups.Count == 0 && groupBy.By == UsageDimensions.None)
            groups.Add(new UsageGroup());
        return Task.FromResult<IReadOnlyList<UsageGroup>>([.. groups.Take(groupBy.Top ?? int.MaxValue)]);
    }

    public Task<UsagePageResult> ListAsync(
        UsageFilter filter,
        UsagePage page,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException();

    public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    private static bool Passes(UsageRecord record, UsageFilter filter) =>
        !(record.CreatedAt < filter.From)
        && !(record.CreatedAt >= filter.To)
        && (filter.Operation is null || record.Operation == filter.Operation)
        && (filter.Model is null || record.Model == filter.Model)
        && (filter.UserId is null || record.UserId == filter.UserId);

    private static UsageGroup Key(UsageRecord record, UsageGrouping by) =>
        new()
        {
            Operation = by.Has(UsageDimensions.Operation) ? record.Operation : (UsageOperation?)null,
            Model = by.Has(UsageDimensions.Model) ? record.Model : null,
            UserId = by.Has(UsageDimensions.User) ? record.UserId : null,
            UserName = by.Has(UsageDimensions.User) ? record.UserName : null,
            AccessTokenType = by.Has(UsageDimensions.AccessTokenType) ? record.AccessTokenType : null,
            Source = by.Has(UsageDimensions.Source) ? record.Source : null,
            IsBatch = by.Has(UsageDimensions.Batch) ? record.IsBatch : null,
            Day = by.Has(UsageDimensions.Day)
                ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(record.CreatedAt, by.TimeZone).DateTime)
                : null,
        };

    private static UsageGroup Sum(IGrouping<UsageGroup, UsageRecord> group) =>
        group.Key with
        {
            Count = group.LongCount(),
            Calls = group.LongCount(record => record.Attempt == 1),
            PromptTokens = group.Sum(record => record.PromptTokens ?? 0),
            CompletionTokens = group.Sum(record => record.CompletionTokens ?? 0),
            CachedPromptTokens = group.Sum(record => record.CachedPromptTokens ?? 0),
            TotalTokens = group.Sum(record => record.TotalTokens),
            EstimatedTokens = group
                .Where(record => record.Source == UsageSource.Estimated)
                .Sum(record => record.TotalTokens),
        };
}
