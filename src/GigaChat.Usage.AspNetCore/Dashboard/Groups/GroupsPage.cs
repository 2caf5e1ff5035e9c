namespace GigaChat.Usage.AspNetCore;

/// <summary>The list of groups: by one or two dimensions, in any order.</summary>
internal static class GroupsPage
{
    public static Html Draw(PageView view, GroupsQuery query, GroupTable? groups, FilterChoices choices) =>
        Layout.Draw(
            view,
            view.Text.GroupsTitle,
            "groups",
            $"""
            {FilterRow.Draw(
                view,
                "groups",
                selection => view.Links.Groups(query with { Selection = selection, Page = 1 }),
                (query with { Selection = Selection.Of(GroupsQuery.DefaultPeriod), Page = 1 }).Parameters(),
                choices
            )}
            {Grouping(view, query, choices)}
            {(groups is null ? Html.Empty : Card(view, query, groups))}
            """,
            storeFailed: groups is null
        );

    private static Html Card(PageView view, GroupsQuery query, GroupTable groups)
    {
        return $"""
            <section class="card w12" id="groups" aria-labelledby="groups-title">
            <header><h2 id="groups-title">{Title(view.Text, query)}</h2>
            <p class="sum">{view.Text.Groups(groups.Rows.Count)}{Whole(view, query)}</p>
            {SectionCard.Downloads(view.Text, view.Text.GroupsTitle, Href, withXlsx: true)}</header>
            {(
                groups.Rows.Count == 0
                    ? SectionCard.Nothing(view)
                    : TableView.Draw(groups.Table(view), view, Sorting(view, query))
            )}
            {SectionCard.Note(SpendTable.LowerBound(groups.All, view))}
            {SectionCard.Note(groups.HasOthers ? view.Text.OtherValuesNote : null)}
            {Pages(view, query, groups.Pages)}
            </section>
            """;

        string Href(string format) => view.Links.Export("groups", format, (query with { Page = 1 }).Parameters());
    }

    private static string Title(PageText text, GroupsQuery query) =>
        query.Then is { } then ? $"{query.By.Title(text)} × {then.Title(text)}"
        : query.At is { } hour ? $"{query.By.Title(text)}: {hour:00}:00"
        : query.Beyond > 0 ? $"{query.By.Title(text)}: {text.Beyond(query.Beyond)}"
        : query.By.Title(text);

    /// <summary>Draws the link from the rows that another page has no room for to all rows.</summary>
    private static Html Whole(PageView view, GroupsQuery query)
    {
        if (query.Beyond == 0)
            return Html.Empty;
        return $""" <a href="{view.Links.Groups(query with { Beyond = 0, Page = 1 })}">{view.Text.ShowAll}</a>""";
    }

    private static Func<string, (string Href, string? Current)> Sorting(PageView view, GroupsQuery query)
    {
        var (sorted, ascending) = GroupOrder.Of(query);
        return key =>
        {
            var isCurrent = string.Equals(key, sorted, StringComparison.Ordinal);
            var isText = key is GroupOrder.Name or GroupOrder.Then;
            var next = query with { Sort = key, IsAscending = isCurrent ? !ascending : isText, Page = 1 };
            return (view.Links.Groups(next), isCurrent ? (ascending ? "ascending" : "descending") : null);
        };
    }

    /// <summary>The choice of the dimensions, as a form that needs no script.</summary>
    private static Html Grouping(PageView view, GroupsQuery query, FilterChoices choices)
    {
        return $"""
            <form class="grouping" method="get" action="{view.Links.Root}groups" aria-label="{view.Text.StackedBy}">
            {FilterForm.Hidden([
                ("lang", view.Links.Language),
                (PeriodChoice.Shown, query.Selection.Period.Shape),
                .. (query with { By = Dimension.User, Then = null, Page = 1, Beyond = 0 }).Parameters(),
            ])}
            {Choice("group", view.Text.GroupedBy, query.By.Id, [])}
            {Choice("then", view.Text.ThenBy, query.Then?.Id ?? "", [("", view.Text.NoSecond)])}
            <button type="submit">{view.Text.Show}</button>
            </form>
            """;

        // The chosen tag is in the list even where no record of the period has it.
        IEnumerable<Dimension> Dimensions() =>
            Dimension
                .All.Concat(choices.TagKeys.Select(Dimension.OfTag))
                .Append(query.By)
                .Append(query.Then ?? query.By)
                .Distinct();

        Html Choice(string name, string label, string chosen, IEnumerable<(string Id, string Title)> first) =>
            FilterForm.Select(
                name,
                label,
                first
                    .Concat(Dimensions().Select(one => (one.Id, Title: one.Title(view.Text))))
                    .Select(one =>
                        FilterForm.Option(one.Id, one.Title, string.Equals(one.Id, chosen, StringComparison.Ordinal))
                    )
            );
    }

    private static Html Pages(PageView view, GroupsQuery query, int pages)
    {
        if (pages == 1)
            return Html.Empty;
        return $"""
            <nav class="pages" aria-label="{view.Text.ListPages}">
            {Page(query.Page - 1, "prev", $"← {view.Text.PreviousPage}")}
            <span>{view.Text.PageOf(query.Page, pages)}</span>
            {Page(query.Page + 1, "next", $"{view.Text.NextPage} →")}
            </nav>
            """;

        Html Page(int page, string rel, string name)
        {
            if (page < 1 || page > pages)
                return Html.Empty;
            return $"""<a rel="{rel}" href="{view.Links.Groups(query with { Page = page })}">{name}</a>""";
        }
    }
}
