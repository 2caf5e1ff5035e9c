namespace GigaChat.Usage.AspNetCore;

/// <summary>Links from a searched text to the records with exactly this id, user id, access token or generation: the
/// search looks at parts of texts, and an access token is stored as a fingerprint.</summary>
internal static class SearchedAs
{
    public static Html Draw(PageView view, RecordsQuery query, string? fingerprint, bool isEmpty)
    {
        if (query.Searched is not { } text || (query.Filter.Search is null && !isEmpty))
            return Html.Empty;
        var links = new List<Html>();
        if (Guid.TryParse(text, out var id))
            links.Add(Link(view.Links.Record(id, query), view.Text.IdColumn));
        if (text.Length <= UsageRecordLimits.Id)
        {
            links.Add(Exact(FilterFields.User, text, view.Text.UserIdColumn));
            links.Add(Exact(FilterFields.AccessToken, fingerprint, view.Text.TokenColumn));
            links.Add(Exact(FilterFields.Generation, text, view.Text.GenerationColumn));
            links.Add(Exact(FilterFields.Session, text, view.Text.SessionColumn));
            links.Add(Exact(FilterFields.Request, text, view.Text.RequestColumn));
        }

        if (links.Count == 0)
            return Html.Empty;
        return $"""<p class="exactly">{view.Text.SearchedAs} {links}</p>""";

        Html Exact(FilterField field, string? value, string name) =>
            Link(
                view.Links.Records(
                    new RecordsQuery { Selection = new Selection(query.Period, field.Set(UsageFilter.All, value)) }
                ),
                name
            );
    }

    private static Html Link(string href, string name) => $"""<a href="{href}">{name}</a> """;
}
