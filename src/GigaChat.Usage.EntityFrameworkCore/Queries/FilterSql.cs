namespace GigaChat.Usage;

/// <summary>A filter as conditions on a table's columns; period and search are the caller's.</summary>
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
        Is("source", (short?)filter.Source);
        Is("outcome", (short?)filter.Outcome);

        void Is(string column, object? value)
        {
            if (value is not null)
                sql.Add($" AND {alias}.{column} = {sql.Value(value)}");
        }
    }
}
