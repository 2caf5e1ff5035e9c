namespace GigaChat.Usage.AspNetCore;

/// <summary>What a section has loaded, in no language yet.</summary>
internal abstract record SectionData
{
    /// <summary>The figures as a table of the page, in the viewer's language.</summary>
    public abstract DataTable Table(PageView view);

    /// <summary>The figures as a file holds them: all rows, and numbers and days where the page writes words.</summary>
    public virtual DataTable ExportTable(PageView view) => Table(view);

    /// <summary>The section on the page; its table unless it has a picture.</summary>
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
