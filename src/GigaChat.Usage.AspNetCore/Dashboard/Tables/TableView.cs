namespace GigaChat.Usage.AspNetCore;

/// <summary>Draws a table. The share has a bar beside its number; the first cell is the header of its row.</summary>
internal static class TableView
{
    public static Html Draw(DataTable table, PageView view) =>
        $"""
            <div class="scroll"><table class="figures">
            <caption class="quiet">{table.Caption}</caption>
            <thead><tr>{table.Columns.Select(
                Html (column) => $"""<th scope="col"{Class(column)}>{column.Title}</th>"""
            )}</tr></thead>
            <tbody>
            {table.Rows.Select(row => Row(table, row, view))}
            </tbody>
            </table></div>
            """;

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
            return $"{dot}{text}";
        return $"""{dot}<a href="{row.Href}">{text}</a>""";
    }

    private static Html Cell(DataColumn column, DataRow row, object? cell, PageView view) =>
        $"""<td{Class(column)}>{CellText.Of(column.Kind, cell, view)}{(column.Kind == CellKind.Share && cell is double share ? Share(share, row.Series) : Html.Empty)}</td>""";

    private static Html Share(double share, string? series) =>
        $"""<svg class="share" aria-hidden="true"><rect class="rest" width="100%" height="100%" rx="2"/><rect class="{series ?? "s1"}" width="{Svg.Percent(share)}" height="100%" rx="2"/></svg>""";

    private static Html Class(DataColumn column) =>
        Html.Attribute(
            "class",
            (column.Kind is not CellKind.Text, column.IsMinor) switch
            {
                (true, true) => "number minor",
                (true, false) => "number",
                (false, true) => "minor",
                _ => null,
            }
        );
}
