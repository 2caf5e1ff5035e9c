namespace GigaChat.Usage.AspNetCore;

/// <summary>The frame of a section: heading, content, the downloads of its table.</summary>
internal static class SectionCard
{
    public static Html Draw(Section section, PageView view, string title, Html content, Html? tools = null)
    {
        return $"""
            <section class="card w{section.Width}" id="{section.Id}" aria-labelledby="{section.Id}-title">
            <header><h2 id="{section.Id}-title">{title}</h2>{tools ?? Html.Empty}{Downloads(
                view.Text,
                title,
                Href
            )}</header>
            {content}
            {AllGroups(section, view)}
            </section>

            """;

        string Href(string format) => view.Links.Export(section.Id, format, view.Query.Parameters());
    }

    /// <summary>Draws the placeholder of a section that could not be loaded while others could.</summary>
    public static Html Missing(Section section, PageView view) =>
        Draw(section, view, section.Title(view.Text), Note(view.Text.SectionMissing));

    /// <summary>Draws a chart with its table.</summary>
    public static Html Picture(Html picture, DataTable table, PageView view) =>
        $"""
            {picture}
            <details><summary>{view.Text.Table}</summary>{TableView.Draw(table, view)}</details>
            """;

    public static Html Downloads(PageText text, string title, Func<string, string> href, bool withXlsx = false) =>
        $"""
            <p class="downloads"><a href="{href("csv")}" aria-label="{text.Download(
                "CSV",
                title
            )}" download>CSV</a> <a href="{href("json")}" aria-label="{text.Download(
                "JSON",
                title
            )}" download>JSON</a>{(withXlsx ? (Html)$""" <a href="{href("xlsx")}" aria-label="{text.Download("XLSX", title)}" download>XLSX</a>""" : Html.Empty)}</p>
            """;

    private static Html AllGroups(Section section, PageView view)
    {
        if (section.Groups is not { } by)
            return Html.Empty;
        var query = new GroupsQuery { Selection = view.Selection, By = by };
        return $"""<p class="more"><a href="{view.Links.Groups(query)}" aria-label="{view.Text.AllGroups(by)}">{view.Text.ShowAll}</a></p>""";
    }

    public static Html Nothing(PageView view) => $"""<p class="empty">{view.Text.Nothing}</p>""";

    public static Html Note(string? note)
    {
        if (note is null)
            return Html.Empty;
        return $"""<p class="note">{note}</p>""";
    }
}
