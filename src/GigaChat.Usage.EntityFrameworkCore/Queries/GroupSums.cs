namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The sums of a group as SQL, in the order they are read.</summary>
internal static class GroupSums
{
    private static readonly SqlText[] Names =
    [
        $"sum_records",
        $"sum_calls",
        $"sum_prompt",
        $"sum_completion",
        $"sum_cached",
        $"sum_total",
        $"sum_estimated",
    ];

    private static readonly SqlText[] FromRecord =
    [
        $"1",
        $"CASE WHEN r.attempt = 1 THEN 1 ELSE 0 END",
        $"COALESCE(r.prompt_tokens, 0)",
        $"COALESCE(r.completion_tokens, 0)",
        $"COALESCE(r.cached_prompt_tokens, 0)",
        $"r.total_tokens",
        $"CASE WHEN r.source = {SqlText.Number((int)UsageSource.Estimated)} THEN r.total_tokens ELSE 0 END",
    ];

    /// <summary>The values of a row, to be summed up.</summary>
    /// <param name="level">The level of the rows.</param>
    /// <param name="sign">1, or -1 to subtract the rows.</param>
    public static SqlText Each(UsageLevel level, int sign) =>
        SqlText.List(Names.Select(SqlText (name, i) => $"{Value(level, sign, i)} AS {name}"));

    /// <summary>The sums of rollups.</summary>
    public static SqlText OfRollups(UsageDialect dialect) => List(dialect, static i => $"r.{SumColumns.All[i]}");

    /// <summary>The sums over the branches; zeros when there is nothing to sum.</summary>
    public static SqlText Outer(UsageDialect dialect) => List(dialect, i => $"u.{Names[i]}");

    private static SqlText Value(UsageLevel level, int sign, int i) =>
        level == UsageLevel.Records ? FromRecord[i]
        : sign < 0 ? (SqlText)$"-r.{SumColumns.All[i]}"
        : $"r.{SumColumns.All[i]}";

    private static SqlText List(UsageDialect dialect, Func<int, SqlText> expression) =>
        SqlText.List(Names.Select(SqlText (name, i) => $"COALESCE({dialect.Sum(expression(i))}, 0) AS {name}"));
}
