namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The columns of a rollup in the order of every statement.</summary>
internal static class RollupColumns
{
    public static readonly SqlText Keys =
        $"kind, bucket, user_id, access_token, operation, model, access_token_type, platform, source, outcome, is_batch";

    private static readonly SqlText[] Added =
    [
        $"records",
        $"calls",
        $"prompt_tokens",
        $"completion_tokens",
        $"cached_prompt_tokens",
        $"total_tokens",
        $"estimated_tokens",
    ];

    public static readonly SqlText Sums = $"{SqlText.List(Added)}, name_stamp";

    /// <summary>
    /// Gets the text after ON CONFLICT DO UPDATE SET: the new sums are added to the stored ones, and the greater stamp
    /// stays.
    /// </summary>
    /// <param name="table">The alias of the stored row.</param>
    public static SqlText Adding(SqlText table) =>
        $"{SqlText.List(Added.Select(SqlText (column) => $"{column} = {table}.{column} + excluded.{column}"))}"
        + $", name_stamp = CASE WHEN excluded.name_stamp > {table}.name_stamp THEN excluded.name_stamp ELSE {table}.name_stamp END";
}
