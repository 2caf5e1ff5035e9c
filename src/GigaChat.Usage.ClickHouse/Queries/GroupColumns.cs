using ClickHouse.Driver.ADO.Readers;

namespace GigaChat.Usage.ClickHouse;

/// <summary>The columns of a sum: the keys of its groups, then the sums.</summary>
internal static class GroupColumns
{
    private static readonly (UsageDimensions Dimension, string Column)[] Plain =
    [
        (UsageDimensions.Operation, "operation"),
        (UsageDimensions.Model, "model"),
        (UsageDimensions.User, "user_id"),
        (UsageDimensions.AccessToken, "access_token"),
        (UsageDimensions.AccessTokenType, "access_token_type"),
        (UsageDimensions.Platform, "platform"),
        (UsageDimensions.Source, "source"),
        (UsageDimensions.Outcome, "outcome"),
        (UsageDimensions.Batch, "is_batch"),
        (UsageDimensions.Topic, "topic"),
        (UsageDimensions.Generation, "generation_id"),
    ];

    private static readonly string[] Sums =
    [
        "count",
        "calls",
        "prompt_tokens",
        "completion_tokens",
        "cached_prompt_tokens",
        "total_tokens",
        "estimated_tokens",
    ];

    /// <summary>Gets the sums of records, named like the columns of rollups.</summary>
    public static string RecordSums =>
        "toInt64(count()) AS s_count, toInt64(countIf(attempt = 1)) AS s_calls, sumIf(prompt_tokens, prompt_tokens > 0) AS s_prompt_tokens"
        + ", sumIf(completion_tokens, completion_tokens > 0) AS s_completion_tokens"
        + ", sumIf(cached_prompt_tokens, cached_prompt_tokens > 0) AS s_cached_prompt_tokens"
        + $", sum(total_tokens) AS s_total_tokens, sumIf(total_tokens, source = {(int)UsageSource.Estimated}) AS s_estimated_tokens";

    public static string RollupSums => string.Join(", ", Sums.Select(sum => $"sum({sum}) AS s_{sum}"));

    /// <summary>Gets the newest name of records as a pair with its time; no name is before every name.</summary>
    public static string RecordName =>
        ", max(if(user_name = '', (toInt64(-1), ''), (created_at, user_name))) AS s_name";

    public static string RollupName => ", max((name_at, user_name)) AS s_name";

    public static string OuterName => ", tupleElement(max(s_name), 2) AS name";

    public static string OuterSums => string.Join(", ", Sums.Select(sum => $"sum(s_{sum}) AS {sum}"));

    /// <summary>Gets the keys that are columns, each with its name.</summary>
    public static IEnumerable<string> Keys(UsageGrouping grouping)
    {
        var keys = Plain
            .Where(key => grouping.Has(key.Dimension))
            .Select(key =>
                $"{(key.Column is "operation" or "model" or "access_token_type" or "platform" ? $"toString({key.Column})" : key.Column)} AS k_{key.Column}"
            );
        return grouping.TagKey is { } tag ? keys.Append($"toString(tags[{SqlText.Of(tag)}]) AS k_tag") : keys;
    }

    /// <summary>Gets the names of all keys, in the order in which equal totals are sorted.</summary>
    public static IReadOnlyList<string> Names(UsageGrouping grouping) =>
        [
            .. TimeKeys.Names(grouping),
            .. Plain.Where(key => grouping.Has(key.Dimension)).Select(key => $"k_{key.Column}"),
            .. grouping.TagKey is null ? [] : new[] { "k_tag" },
        ];

    /// <summary>Reads the keys.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="grouping">The grouping.</param>
    /// <param name="next">The number of the column after them.</param>
    public static UsageGroup ReadKey(ClickHouseDataReader reader, UsageGrouping grouping, out int next)
    {
        var at = 0;
        var key = new UsageGroup
        {
            Hour = Number(UsageDimensions.Hour) is { } hour
                ? UnixMicroseconds.ToTime(hour * UnixMicroseconds.Hour)
                : null,
            Day = Number(UsageDimensions.Day) is { } day ? TimeKeys.ToDate(day) : null,
            Week = Number(UsageDimensions.Week) is { } week ? TimeKeys.ToDate(week) : null,
            Month = Number(UsageDimensions.Month) is { } month ? TimeKeys.ToDate(month) : null,
            Weekday = Number(UsageDimensions.Weekday) is { } weekday ? TimeKeys.ToWeekday(weekday) : null,
            LocalHour = Number(UsageDimensions.LocalHour),
            Operation = Text(UsageDimensions.Operation) is { } operation
                ? new UsageOperation(operation)
                : (UsageOperation?)null,
            Model = Text(UsageDimensions.Model),
            UserId = Text(UsageDimensions.User),
            AccessToken = Text(UsageDimensions.AccessToken),
            AccessTokenType = Text(UsageDimensions.AccessTokenType),
            Platform = Text(UsageDimensions.Platform),
            Source = Code(UsageDimensions.Source) is { } source ? (UsageSource)source : null,
            Outcome = Code(UsageDimensions.Outcome) is { } outcome ? (UsageOutcome)outcome : null,
            IsBatch = Code(UsageDimensions.Batch) is { } isBatch ? isBatch != 0 : null,
            Topic = Text(UsageDimensions.Topic),
            GenerationId = Text(UsageDimensions.Generation),
            TagValue = grouping.TagKey is not null && reader.GetString(at++) is { Length: > 0 } value ? value : null,
        };
        next = at;
        return key;

        int? Number(UsageDimensions dimension) => grouping.Has(dimension) ? reader.GetInt32(at++) : null;

        byte? Code(UsageDimensions dimension) => grouping.Has(dimension) ? reader.GetByte(at++) : null;

        string? Text(UsageDimensions dimension) =>
            grouping.Has(dimension) && reader.GetString(at++) is { Length: > 0 } text ? text : null;
    }

    /// <summary>Reads a group with its sums.</summary>
    public static UsageGroup Read(ClickHouseDataReader reader, UsageGrouping grouping, bool hasName)
    {
        var key = ReadKey(reader, grouping, out var next);
        return key with
        {
            Count = reader.GetInt64(next++),
            Calls = reader.GetInt64(next++),
            PromptTokens = reader.GetInt64(next++),
            CompletionTokens = reader.GetInt64(next++),
            CachedPromptTokens = reader.GetInt64(next++),
            TotalTokens = reader.GetInt64(next++),
            EstimatedTokens = reader.GetInt64(next++),
            UserName = hasName && reader.GetString(next) is { Length: > 0 } name ? name : null,
        };
    }
}
