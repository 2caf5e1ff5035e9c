namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The columns of a rollup by tag in the order of every statement.</summary>
internal static class TagColumns
{
    public static readonly SqlText Keys = $"kind, bucket, tag_key, tag_value, operation, model, source, is_batch";

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

    public static readonly SqlText Sums = SqlText.List(Added);

    public const int Count = 15;

    /// <summary>Gets the text after ON CONFLICT DO UPDATE SET: the new sums are added to the stored ones.</summary>
    /// <param name="table">The alias of the stored row.</param>
    public static SqlText Adding(SqlText table) =>
        SqlText.List(Added.Select(SqlText (column) => $"{column} = {table}.{column} + excluded.{column}"));
}
