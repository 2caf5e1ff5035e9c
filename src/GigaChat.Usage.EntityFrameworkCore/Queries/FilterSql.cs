namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A filter as conditions on a table's columns; the caller adds period and search.</summary>
internal static class FilterSql
{
    public static void AddConditions(UsageSql sql, UsageFilter filter, string alias)
    {
        Is("operation", filter.Operation?.Value);
        Is("model", filter.Model);
        Is("user_id", filter.UserId);
        Is("access_token", filter.AccessToken);
        Is("access_token_type", filter.AccessTokenType);
        Is("platform", filter.Platform);
        Is("generation_id", filter.GenerationId);
        Is("topic", filter.Topic);
        Is("session_id", filter.SessionId);
        Is("request_id", filter.RequestId);
        Is("id", filter.Id is { } id ? sql.Dialect.IdValue(id) : null);
        Is("source", (short?)filter.Source);
        Is("outcome", (short?)filter.Outcome);

        if (filter.Among is { } among)
            sql.Add($" AND {alias}.{ColumnOf(among.Dimension)} IN ({string.Join(", ", among.Keys.Select(sql.Value))})");

        void Is(string column, object? value)
        {
            if (value is not null)
                sql.Add($" AND {alias}.{column} = {sql.Value(value)}");
        }
    }

    private static string ColumnOf(UsageDimensions dimension) =>
        dimension switch
        {
            UsageDimensions.User => "user_id",
            UsageDimensions.AccessToken => "access_token",
            UsageDimensions.AccessTokenType => "access_token_type",
            _ => "platform",
        };
}
