namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A table that a part of a period is read from, and which of its rows.</summary>
/// <param name="Level">The level of the rows.</param>
/// <param name="Table">The name of the table.</param>
/// <param name="Kind">The kind of its rollups; null for records.</param>
/// <param name="TagValue">The expression of the tag's value, empty where a record has none; null when there is no
/// grouping by it.</param>
/// <param name="TagKey">The parameter with the key of the rollups; null where they are not by tag.</param>
/// <param name="Sign">1, or -1 to subtract the rows.</param>
internal sealed record RowSource(
    UsageLevel Level,
    SqlText Table,
    short? Kind = null,
    SqlText? TagValue = null,
    SqlText? TagKey = null,
    int Sign = 1
)
{
    /// <summary><c>true</c> if the rows are sums of every record, with or without the tag, of which there are no weeks;
    /// otherwise, <c>false</c>.</summary>
    public bool IsWhole => TagKey is null && TagValue is not null && Kind is not null;
}
