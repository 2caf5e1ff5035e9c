using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Storage;

internal static class UsageFilterExtensions
{
    /// <summary>
    /// Fits the texts of a filter as those of a record, so that a query with an over-long id finds the records stored
    /// with it; an empty text becomes null, which matches everything.
    /// </summary>
    public static UsageFilter Fit(this UsageFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        filter.Validate();
        return filter with
        {
            Operation = filter.Operation is { } operation
                ? UsageRecordLimits.FitOperation(operation)
                : (UsageOperation?)null,
            Model = UsageRecordLimits.FitText(filter.Model, UsageRecordLimits.Model),
            UserId = UsageRecordLimits.FitId(filter.UserId),
            AccessToken = UsageRecordLimits.FitId(filter.AccessToken),
            AccessTokenType = UsageRecordLimits.FitId(filter.AccessTokenType, UsageRecordLimits.Name),
            Platform = UsageRecordLimits.FitId(filter.Platform, UsageRecordLimits.Name),
            GenerationId = UsageRecordLimits.FitId(filter.GenerationId),
            Topic = UsageRecordLimits.FitText(filter.Topic, UsageRecordLimits.LongText),
            SessionId = UsageRecordLimits.FitId(filter.SessionId),
            RequestId = UsageRecordLimits.FitId(filter.RequestId),
            Tags =
                filter.Tags is { } tags && UsageRecordLimits.FitTags(tags, int.MaxValue) is { Count: > 0 } fitted
                    ? fitted
                    : null,
            WithoutTag = UsageRecordLimits.FitId(filter.WithoutTag, UsageRecordLimits.TagKey),
            Search = UsageRecordLimits.FitText(filter.Search, filter.Search?.Length ?? 0),
        };
    }

    /// <summary>Fits the key of a grouping as that of a tag; an empty key becomes null, which groups by none.</summary>
    public static UsageGrouping Fit(this UsageGrouping grouping)
    {
        grouping.Validate();
        var key = UsageRecordLimits.FitId(grouping.TagKey, UsageRecordLimits.TagKey);
        return ReferenceEquals(key, grouping.TagKey) ? grouping : grouping with { TagKey = key };
    }

    /// <summary>Gets <c>true</c> if a fitted filter matches a fitted record; otherwise, <c>false</c>.</summary>
    public static bool Matches(this UsageFilter filter, UsageRecord record) =>
        (filter.From is null || record.CreatedAt >= filter.From)
        && (filter.To is null || record.CreatedAt < filter.To)
        && (filter.Operation is null || record.Operation == filter.Operation)
        && Is(filter.Model, record.Model)
        && Is(filter.UserId, record.UserId)
        && Is(filter.AccessToken, record.AccessToken)
        && Is(filter.AccessTokenType, record.AccessTokenType)
        && Is(filter.Platform, record.Platform)
        && Is(filter.GenerationId, record.GenerationId)
        && Is(filter.Topic, record.Topic)
        && Is(filter.SessionId, record.SessionId)
        && Is(filter.RequestId, record.RequestId)
        && (filter.Id is null || record.Id == filter.Id)
        && (filter.Tags is null || record.Tags.HasAll(filter.Tags))
        && (filter.Without & ~UsageAbsence.Of(record)) == 0
        && (filter.WithoutTag is null || !record.Tags.ContainsKey(filter.WithoutTag))
        && (filter.Among is null || filter.Among.Contains(record))
        && (filter.Source is null || record.Source == filter.Source)
        && (filter.Outcome is null || record.Outcome == filter.Outcome)
        && (filter.Search is null || Contains(record, UsageFold.Fold(filter.Search)));

    private static bool Is(string? wanted, string? value) =>
        wanted is null || string.Equals(wanted, value, StringComparison.Ordinal);

    private static bool Contains(UsageRecord record, string folded) =>
        Contains(record.Topic, folded)
        || Contains(record.UserName, folded)
        || Contains(record.AccessToken, folded)
        || Contains(record.GenerationId, folded);

    private static bool Contains(string? text, string folded) =>
        text is not null && UsageFold.Fold(text).Contains(folded, StringComparison.Ordinal);
}
