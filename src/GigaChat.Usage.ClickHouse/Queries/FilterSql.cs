using GigaChat.Usage.Storage;

namespace GigaChat.Usage.ClickHouse;

/// <summary>The conditions of a filter, its period excepted.</summary>
internal static class FilterSql
{
    /// <summary>Gets the dimensions that a filter needs of a rollup; null when it needs records.</summary>
    public static UsageDimensions? DimensionsOf(UsageFilter filter)
    {
        if (
            filter
            is not {
                GenerationId: null,
                Search: null,
                Topic: null,
                SessionId: null,
                RequestId: null,
                Id: null,
                Tags: null,
                WithoutTag: null
            }
        )
            return null;
        var dimensions = filter.Among?.Dimension ?? UsageDimensions.None;
        if (filter.UserId is not null)
            dimensions |= UsageDimensions.User;
        if (filter.AccessToken is not null)
            dimensions |= UsageDimensions.AccessToken;
        return dimensions | filter.Without;
    }

    /// <summary>Gets <c>true</c> if a filter has no dimension but users; otherwise, <c>false</c>.</summary>
    public static bool HasOnlyUsers(UsageFilter filter) =>
        filter
            is {
                Operation: null,
                Model: null,
                AccessToken: null,
                AccessTokenType: null,
                Platform: null,
                Source: null,
                Outcome: null,
                Among: null or { Dimension: UsageDimensions.User }
            };

    /// <summary>Gets the conditions, each with AND before it. Rollups and records have the same names.</summary>
    public static string Conditions(UsageFilter filter)
    {
        var conditions = new List<string>();
        Equal("operation", filter.Operation?.Value);
        Equal("model", filter.Model);
        Equal("user_id", filter.UserId);
        Equal("access_token", filter.AccessToken);
        Equal("access_token_type", filter.AccessTokenType);
        Equal("platform", filter.Platform);
        Equal("generation_id", filter.GenerationId);
        Equal("topic", filter.Topic);
        Equal("session_id", filter.SessionId);
        Equal("request_id", filter.RequestId);
        if (filter.Id is { } id)
            conditions.Add($"({RecordColumns.Key}) = {SqlText.Of(id)}");
        if (filter.Source is { } source)
            conditions.Add($"source = {(int)source}");
        if (filter.Outcome is { } outcome)
            conditions.Add($"outcome = {(int)outcome}");
        conditions.AddRange(UsageAbsence.Each(filter.Without).Select(static one => $"{ColumnOf(one)} = ''"));
        if (filter.WithoutTag is { } missing)
            conditions.Add($"tags[{SqlText.Of(missing)}] = ''");
        if (filter.Among is { } among)
            conditions.Add(among.Keys.Count == 0 ? "false" : SqlText.In(ColumnOf(among.Dimension), among.Keys));
        foreach (var (key, value) in filter.Tags ?? UsageTags.Empty)
            conditions.Add($"tags[{SqlText.Of(key)}] = {SqlText.Of(value)}");
        if (filter.Search is { } search)
            conditions.Add($"folded LIKE {SqlText.Containing(UsageFold.Fold(search))}");
        return string.Concat(conditions.Select(condition => $" AND {condition}"));

        void Equal(string column, string? value)
        {
            if (value is not null)
                conditions.Add($"{column} = {SqlText.Of(value)}");
        }
    }

    private static string ColumnOf(UsageDimensions dimension) =>
        dimension switch
        {
            UsageDimensions.User => "user_id",
            UsageDimensions.AccessToken => "access_token",
            UsageDimensions.AccessTokenType => "access_token_type",
            UsageDimensions.Model => "model",
            UsageDimensions.Topic => "topic",
            UsageDimensions.Generation => "generation_id",
            _ => "platform",
        };
}
