using System.Data.Common;

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

    /// <summary>Reads the sums from a row.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="at">The ordinal of the first of them.</param>
    public static RollupSums Read(DbDataReader reader, int at) =>
        new()
        {
            Count = reader.GetInt64(at),
            Calls = reader.GetInt64(at + 1),
            PromptTokens = reader.GetInt64(at + 2),
            CompletionTokens = reader.GetInt64(at + 3),
            CachedPromptTokens = reader.GetInt64(at + 4),
            TotalTokens = reader.GetInt64(at + 5),
            EstimatedTokens = reader.GetInt64(at + 6),
        };

    /// <summary>Gets the text after ON CONFLICT DO UPDATE SET: the new sums are added to the stored ones.</summary>
    /// <param name="table">The alias of the stored row.</param>
    public static SqlText Adding(SqlText table) =>
        SqlText.List(All.Select(SqlText (column) => $"{column} = {table}.{column} + excluded.{column}"));
}
