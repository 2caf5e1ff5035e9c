namespace GigaChat.Usage.AspNetCore;

/// <summary>The first page: the sections over a period; filtered by one value it is the page of a user, a model and so
/// on.</summary>
internal static class OverviewPage
{
    public static Html Draw(PageView view, OverviewLoad load, FilterChoices choices, UsageDiagnosis? firstRun)
    {
        var loaded = view with
        {
            Loaded = load
                .Sections.Where(static one => one.Data is not null)
                .ToDictionary(static one => one.Section.Id, static one => one.Data!, StringComparer.Ordinal),
        };

        // A period without a call has no parts to show.
        var isEmpty = loaded.Loaded.GetValueOrDefault("totals") is Totals { Parts: [{ Spend.Count: 0 }, ..] };
        return Layout.Draw(
            loaded,
            Title(loaded),
            "overview",
            $"""
            {FilterRow.Draw(loaded, "", Href, (loaded.Query with { Selection = Selection.Of(OverviewQuery.DefaultPeriod) }).Parameters(), choices)}
            <div class="grid">
            {(firstRun is null ? Html.Empty : FirstRun.Draw(loaded, firstRun))}
            {load.Sections.Where(one => !(isEmpty && one.Section.IsOfUsage)).Select(one =>
                one.Data?.Draw(one.Section, loaded)
                ?? (load.StoreFailed ? Html.Empty : SectionCard.Missing(one.Section, loaded))
            )}
            </div>
            """,
            load.StoreFailed
        );

        string Href(Selection selection) => view.Links.Overview(view.Query with { Selection = selection });
    }

    /// <summary>The name of the page: of the value that it is filtered by, where it is one.</summary>
    private static string Title(PageView view)
    {
        var set = FilterFields
            .All.Select(field => (Field: field, Value: field.Get(view.Selection.Filter)))
            .Where(static one => one.Value is not null)
            .ToList();
        if (set.Count == 0)
            return view.Text.Overview;
        if (set.Count > 1)
            return view.Text.Selection;
        var (only, value) = set[0];
        var name = only == FilterFields.User ? UserName(view, value!) : only.NameOf(view.Text, value!);
        return $"{(only == FilterFields.User ? view.Text.UserColumn : only.Title(view.Text))}: {name}";
    }

    private static string UserName(PageView view, string id) =>
        view.Loaded.GetValueOrDefault("users") is TopUsers { Users: [{ Name: { } name }] } ? $"{name} ({id})" : id;
}
