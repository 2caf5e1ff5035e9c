using GigaChat.Usage.Storage;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A filter as conditions on a table's columns; the caller adds period and search.</summary>
internal static class FilterSql
{
    /// <param name="sql">The statement.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="alias">The alias of the table.</param>
    /// <param name="ofRecords"><c>true</c> for records, in which a missing value is null; <c>false</c> for rollups, in
    /// which it is empty.</param>
    public static void AddConditions(UsageSql sql, UsageFilter filter, SqlText alias, bool ofRecords)
    {
        Is($"operation", filter.Operation?.Value);
        Is($"model", filter.Model);
        Is($"user_id", filter.UserId);
        Is($"access_token", filter.AccessToken);
        Is($"access_token_type", filter.AccessTokenType);
        Is($"platform", filter.Platform);
        Is($"generation_id", filter.GenerationId);
        Is($"topic", filter.Topic);
        Is($"session_id", filter.SessionId);
        Is($"request_id", filter.RequestId);
        Is($"id", filter.Id is { } id ? sql.Dialect.IdValue(id) : null);
        Is($"source", (short?)filter.Source);
        Is($"outcome", (short?)filter.Outcome);

        foreach (var dimension in UsageAbsence.Each(filter.Without))
            sql.Append(
                ofRecords
                    ? (SqlText)$" AND {alias}.{ColumnOf(dimension)} IS NULL"
                    : $" AND {alias}.{ColumnOf(dimension)} = ''"
            );
        if (filter.Among is { } among)
            sql.Add($" AND {alias}.{ColumnOf(among.Dimension)} IN ({sql.List(among.Keys)})");

        void Is(SqlText column, object? value)
        {
            if (value is not null)
                sql.Add($" AND {alias}.{column} = {value}");
        }
    }

    /// <summary>Adds the condition of tags on records.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="alias">The alias of the records.</param>
    /// <param name="index">The alias of the index of tags that is joined with them, which is searched for one of the
    /// tags; null without it.</param>
    /// <param name="others">The records beyond the limits of a day; null where the filter does not select them.</param>
    public static void AddTags(UsageSql sql, UsageFilter filter, SqlText alias, SqlText? index, TagOthers? others)
    {
        if (filter.WithoutTag is { } missing)
            sql.Add($" AND {sql.Dialect.TagValueOf($"{alias}.tags", sql.Value(missing))} IS NULL");
        if (filter.Tags is not { } tags)
            return;
        if (others is not null)
            tags = others.AddCondition(sql, tags, alias);
        if (tags.Count == 0)
            return;
        if (index is { } joined)
            sql.Add(
                $" AND {alias}.id = {joined}.id AND {joined}.tag_key = {tags.Pairs[0].Key} AND {joined}.tag_value = {tags.Pairs[0].Value}"
            );
        if (index is null || tags.Count > 1)
            sql.Add($" AND {sql.Dialect.HasTags(sql, $"{alias}.tags", tags)}");
    }

    private static SqlText ColumnOf(UsageDimensions dimension) =>
        dimension switch
        {
            UsageDimensions.User => (SqlText)$"user_id",
            UsageDimensions.AccessToken => $"access_token",
            UsageDimensions.AccessTokenType => $"access_token_type",
            UsageDimensions.Model => $"model",
            UsageDimensions.Topic => $"topic",
            UsageDimensions.Generation => $"generation_id",
            _ => $"platform",
        };
}
