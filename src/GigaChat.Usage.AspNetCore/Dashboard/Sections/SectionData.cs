namespace GigaChat.Usage.AspNetCore;

/// <summary>The loaded data of a section, independent of the language.</summary>
internal abstract record SectionData
{
    /// <summary>Gets the figures as a table of the page, in the viewer's language.</summary>
    public abstract DataTable Table(PageView view);

    /// <summary>Gets the figures for a file: all rows, and numbers and days where the page has words.</summary>
    public virtual DataTable ExportTable(PageView view) => Table(view);

    /// <summary>Draws the section on the page; as a table unless it has a chart.</summary>
    public virtual Html Draw(Section section, PageView view)
    {
        var table = Table(view);
        return SectionCard.Draw(
            section,
            view,
            table.Caption,
            $"{(table.Rows.Count == 0 ? SectionCard.Nothing(view) : TableView.Draw(table, view))}{SectionCard.Note(table.Note)}"
        );
    }
}
