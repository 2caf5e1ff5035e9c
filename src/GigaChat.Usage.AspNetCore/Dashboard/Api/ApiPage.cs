namespace GigaChat.Usage.AspNetCore;

/// <summary>The rows of a response of the JSON API.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, as many as the limit allows.</param>
/// <param name="Next">The cursor of the next page of records; null at the end, and for other resources.</param>
internal sealed record ApiPage(IReadOnlyList<DataColumn> Columns, IReadOnlyList<DataRow> Rows, string? Next = null)
{
    public static ApiPage Of(DataTable table, int limit) =>
        new(table.Columns, table.Rows.Count > limit ? [.. table.Rows.Take(limit)] : table.Rows);
}
