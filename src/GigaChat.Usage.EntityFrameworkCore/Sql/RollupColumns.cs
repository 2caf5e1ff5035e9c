namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The columns of a rollup in the order of every statement.</summary>
internal static class RollupColumns
{
    public static readonly SqlText[] AllKeys =
    [
        $"kind",
        $"bucket",
        $"user_id",
        $"access_token",
        $"operation",
        $"model",
        $"access_token_type",
        $"platform",
        $"source",
        $"outcome",
        $"is_batch",
    ];

    public static readonly SqlText Keys = SqlText.List(AllKeys);

    public static readonly SqlText Sums = $"{SumColumns.List}, name_stamp";

    /// <summary>
    /// Gets the text after ON CONFLICT DO UPDATE SET: the new sums are added to the stored ones, and the greater stamp
    /// stays.
    /// </summary>
    /// <param name="table">The alias of the stored row.</param>
    public static SqlText Adding(SqlText table) =>
        $"{SumColumns.Adding(table)}"
        + $", name_stamp = CASE WHEN excluded.name_stamp > {table}.name_stamp THEN excluded.name_stamp ELSE {table}.name_stamp END";
}
