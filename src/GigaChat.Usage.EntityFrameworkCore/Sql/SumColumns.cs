namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The columns of sums that every rollup has, in the order of every statement.</summary>
internal static class SumColumns
{
    public static readonly SqlText[] All =
    [
        $"records",
        $"calls",
        $"prompt_tokens",
        $"completion_tokens",
        $"cached_prompt_tokens",
        $"total_tokens",
        $"estimated_tokens",
    ];

    public static readonly SqlText List = SqlText.List(All);

    /// <summary>Gets the text after ON CONFLICT DO UPDATE SET: the new sums are added to the stored ones.</summary>
    /// <param name="table">The alias of the stored row.</param>
    public static SqlText Adding(SqlText table) =>
        SqlText.List(All.Select(SqlText (column) => $"{column} = {table}.{column} + excluded.{column}"));
}
