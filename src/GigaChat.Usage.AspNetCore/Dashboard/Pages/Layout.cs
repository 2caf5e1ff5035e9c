namespace GigaChat.Usage.AspNetCore;

/// <summary>The frame of every page.</summary>
internal static class Layout
{
    public static Html Draw(PageView view, string title, string current, Html content, bool storeFailed = false) =>
        $"""
            <!DOCTYPE html>
            <html lang="{view.Text.Code}">
            {Head(view.Text, title, view.Links)}
            <body>
            <a class="skip" href="#content">{view.Text.SkipToContent}</a>
            <header class="top">
            <a class="brand" href="{view.Links.Overview(OverviewQuery.Default)}"><img src="{view.Links.Asset(
                "favicon.svg"
            )}" alt="" width="28" height="28">{view.Text.Product}</a>
            <nav class="sections" aria-label="{view.Text.Pages}">
            {Pages(view).Select(
                Html (page) => $"""<a href="{page.Href}"{Html.Current(string.Equals(page.Id, current, StringComparison.Ordinal), "page")}>{page.Name}</a>"""
            )}
            </nav>
            <nav class="languages" aria-label="{view.Text.Language}">
            <a href="{view.InLanguage("ru")}" hreflang="ru" lang="ru"{Html.Current(view.Text.IsRussian)}>Русский</a>
            <a href="{view.InLanguage("en")}" hreflang="en" lang="en"{Html.Current(!view.Text.IsRussian)}>English</a>
            </nav>
            </header>
            <main id="content" tabindex="-1">
            <h1>{title}</h1>
            {Alarm(view.Text, storeFailed)}
            {content}
            </main>
            <footer class="bottom"><span>{view.Text.AsOf(view.Local(view.Now))}{Age(view)}</span> {RefreshChoice.Draw(view)} <span>{view.Text.TimeZone(
                view.TimeZone.Id
            )}</span></footer>
            </body>
            </html>
            """;

    /// <summary>The pages, all over the same records.</summary>
    private static IEnumerable<(string Id, string Name, string Href)> Pages(PageView view)
    {
        var (own, text, links) = (view.Selection, view.Text, view.Links);
        yield return ("overview", text.Overview, links.Overview(view.Query with { Selection = own }));
        yield return ("groups", text.GroupsTitle, links.Groups(new GroupsQuery { Selection = own }));
        yield return ("changes", text.ChangesTitle, links.Changes(new ChangesQuery { Selection = own }));
        yield return ("quality", text.QualityTitle, links.Quality(new QualityQuery { Selection = own }));
        yield return ("statement", text.StatementTitle, links.Statement(StatementQuery.Default));
        yield return ("records", text.RecordList, links.Records(new RecordsQuery { Selection = own }));
        yield return ("diagnosis", text.Diagnosis, links.Diagnosis());
    }

    private static Html Age(PageView view)
    {
        if (view.Age < TimeSpan.FromSeconds(1))
            return Html.Empty;
        return $", {view.Text.Ago(view.Age)}";
    }

    public static Html Head(PageText text, string title, PageLinks? links) =>
        $"""
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title} — {text.Product}</title>
            {(links is null ? Html.Empty : Assets(links))}
            </head>
            """;

    private static Html Assets(PageLinks links) =>
        $"""
            <link rel="icon" href="{links.Asset("favicon.svg")}" type="image/svg+xml">
            <link rel="stylesheet" href="{links.Asset("dashboard.css")}">
            """;

    private static Html Alarm(PageText text, bool storeFailed)
    {
        if (!storeFailed)
            return Html.Empty;
        return $"""<div class="alarm" role="alert"><p><strong>{text.StoreTitle}</strong></p><p>{text.StoreText}</p></div>""";
    }
}
