namespace GigaChat.Usage.AspNetCore;

/// <summary>Draws a table. The share has a bar beside its number; the first cell is the header of its row.</summary>
internal static class TableView
{
    /// <summary>The number of columns from which a table needs the width of a screen; rows are cards below.</summary>
    private const int Wide = 8;

    /// <summary>The number of columns that need the width of a small laptop.</summary>
    private const int Middle = 6;

    /// <param name="table">The table.</param>
    /// <param name="view">The view.</param>
    /// <param name="sort">Gets the link that orders by a column, and the current direction; null for a table in a fixed
    /// order.</param>
    public static Html Draw(
        DataTable table,
        PageView view,
        Func<string, (string Href, string? Current)>? sort = null
    ) =>
        $"""
            <div class="scroll"><table class="{Width(table.Columns.Count + (table.HasSentences ? 1 : 0))}">
            <caption class="quiet">{table.Caption}</caption>
            <thead><tr>{table.Columns.Select(
                column => Heading(column, sort)
            )}</tr></thead>
            <tbody>
            {table.Rows.Select(row => Row(table, row, view))}
            </tbody>
            {Total(table, view)}
            </table></div>
            """;

    private static string Width(int columns) =>
        columns >= Wide ? "figures wide"
        : columns >= Middle ? "figures middle"
        : "figures";

    private static Html Heading(DataColumn column, Func<string, (string Href, string? Current)>? sort)
    {
        if (sort is null || column.Sort is null)
            return $"""<th scope="col"{Class(column)}>{column.Title}</th>""";
        var (href, current) = sort(column.Sort);
        var arrow = current switch
        {
            "ascending" => " ▲",
            "descending" => " ▼",
            _ => "",
        };
        return $"""<th scope="col"{Class(column)}{Html.Attribute("aria-sort", current)}><a class="sort" href="{href}">{column.Title}<span aria-hidden="true">{arrow}</span></a></th>""";
    }

    private static Html Total(DataTable table, PageView view)
    {
        if (table.Total is not { } total)
            return Html.Empty;
        return $"<tfoot>{Row(table, total, view)}</tfoot>";
    }

    private static Html Row(DataTable table, DataRow row, PageView view) =>
        $"""
            <tr><th scope="row"{Class(table.Columns[0])}>{Name(table, row, view)}</th>{table.Columns.Skip(1).Select(
                (column, i) => Cell(column, row, row.Cells[i + 1], view)
            )}</tr>

            """;

    private static Html Name(DataTable table, DataRow row, PageView view)
    {
        var text = CellText.Of(table.Columns[0].Kind, row.Cells[0], view);
        var dot = row.Series is { } series ? Plot.Dot(series) : Html.Empty;
        if (row.Href is null)
            return $"{dot}{Whole(text)}";
        return $"""{dot}<a href="{row.Href}" title="{text}">{text}</a>""";
    }

    /// <summary>A text that may be cut to an ellipsis, with the whole of it in its title.</summary>
    private static Html Whole(string text) => $"""<span title="{text}">{text}</span>""";

    private static Html Cell(DataColumn column, DataRow row, object? cell, PageView view)
    {
        var text = CellText.Of(column.Kind, cell, view);
        if (column.Kind == CellKind.Share && cell is > 1.0)
            return $"""<td{Class(column)} data-label="{column.Title}"><strong class="over">{text}</strong>{Share(2, null)}</td>""";
        return $"""<td{Class(column)} data-label="{column.Title}">{Value(column, row, cell, text)}{(column.Kind == CellKind.Share && cell is double share ? Share(share, row.Series) : Html.Empty)}</td>""";
    }

    /// <summary>The text of a cell. A sum links to its records.</summary>
    private static Html Value(DataColumn column, DataRow row, object? cell, string text)
    {
        if (column.IsSum && cell is not null && (column.IsEarlier ? row.Earlier : row.Records) is { } records)
            return $"""<a class="sum-link" href="{records}">{text}</a>""";
        return column.IsNumber ? Html.Text(text) : Whole(text);
    }

    /// <summary>The bar of a share. One above the whole looks different: the bar is full and striped.</summary>
    private static Html Share(double share, string? series)
    {
        if (share > 1)
            return $"""<svg class="share over" aria-hidden="true"><rect width="100%" height="100%" rx="2"/><line x1="80%" x2="80%" y1="0" y2="100%"/></svg>""";
        return $"""<svg class="share" aria-hidden="true"><rect class="rest" width="100%" height="100%" rx="2"/><rect class="{series ?? "s1"}" width="{Svg.Percent(share)}" height="100%" rx="2"/></svg>""";
    }

    private static Html Class(DataColumn column) =>
        Html.Attribute(
            "class",
            (column.IsNumber, column.IsMinor) switch
            {
                (true, true) => "number minor",
                (true, false) => "number",
                (false, true) => "text minor",
                _ => "text",
            }
        );
}
