namespace GigaChat.Usage.AspNetCore;

/// <summary>A table of figures, to draw on a page or to write into a file.</summary>
/// <param name="Caption">The caption, in the viewer's language.</param>
/// <param name="Columns">The columns; the first names the row.</param>
/// <param name="Rows">The rows.</param>
internal sealed record DataTable(string Caption, IReadOnlyList<DataColumn> Columns, IReadOnlyList<DataRow> Rows)
{
    /// <summary>The sum of the rows, below them on a page; null for none. Files contain rows only.</summary>
    public DataRow? Total { get; init; }

    /// <summary><c>true</c> if the first column is a sentence, which needs the room of two columns; otherwise,
    /// <c>false</c>.</summary>
    public bool HasSentences { get; init; }

    /// <summary>A sentence below the table; null for none.</summary>
    public string? Note { get; init; }
}
