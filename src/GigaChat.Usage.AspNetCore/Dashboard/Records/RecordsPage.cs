namespace GigaChat.Usage.AspNetCore;

/// <summary>The list: filters, the sum of the matching records, a page of them.</summary>
internal static class RecordsPage
{
    public static Html Draw(PageView view, RecordsQuery query, RecordsLoad load, string? fingerprint) =>
        Layout.Draw(
            view,
            view.Text.RecordList,
            "records",
            $"{FilterForm.OfList(view, query, load.Choices)}{Chips(view, query)}{(load.Page is { } page ? List(view, query, load, page, fingerprint) : Counters(view, load))}",
            storeFailed: load.Page is null
        );

    private static Html List(
        PageView view,
        RecordsQuery query,
        RecordsLoad load,
        UsagePageResult page,
        string? fingerprint
    )
    {
        return $"""
            <section class="card w12" aria-labelledby="list-title">
            <header><h2 id="list-title">{(query.IsNarrowed ? view.Text.Selection : view.Text.AllRecords)}</h2>
            <p class="sum" id="selection">{Sum(view, query, load)}</p>
            {SectionCard.Downloads(view.Text, view.Text.RecordList, Export, withXlsx: true)}</header>
            {SearchedAs.Draw(view, query, fingerprint, page.Items.Count == 0)}
            {(
                page.Items.Count == 0
                    ? NothingFound(view.Text)
                    : RecordRows.Draw(page.Items, view.Text.RecordList, view, query)
            )}
            {Deleted(view, load.Sum, page)}
            <nav class="pages" aria-label="{view.Text.ListPages}">{Newer(view, query, page.Previous)}{Older(
                view,
                query,
                page.Next
            )}</nav>
            </section>
            """;

        string Export(string format) =>
            view.Links.Export(
                "records",
                format,
                (query with { After = null, Before = null, Size = null, WithSum = false }).Parameters()
            );
    }

    private static Html Chips(PageView view, RecordsQuery query) =>
        FilterRow.Chips(
            view,
            selection =>
                view.Links.Records(
                    query with
                    {
                        Selection = selection,
                        After = null,
                        Before = null,
                        WithSum = query.WithSum && !selection.IsSumCheap,
                    }
                ),
            withPeriod: query.Period != PeriodChoice.Of(RecordsQuery.DefaultPeriod)
        );

    private static Html Sum(PageView view, RecordsQuery query, RecordsLoad load)
    {
        if (load.SumFailed)
            return $"<span>{view.Text.SumMissing}</span>";
        if (load.Sum is not { } spend)
            return $"""<a href="{view.Links.Records(query with { WithSum = true })}">{view.Text.SumUp}</a>""";
        var rubles = spend.KnownRubles is { } known ? view.Format.Rubles(known) : view.Text.PriceMissing;
        return $"<span>{view.Text.Records(spend.Count)}</span> <span>{view.Text.Tokens(spend.Tokens)}</span> <span>{rubles}</span>";
    }

    /// <summary>Draws how many records of the sum are not in the list, where the page has all of it: a store keeps the
    /// sums of records that it deletes by age.</summary>
    private static Html Deleted(PageView view, Spend? sum, UsagePageResult page) =>
        page is { Previous: null, Next: null } && sum is { } all && all.Count > page.Items.Count
            ? SectionCard.Note(view.Text.DeletedRecords(all.Count - page.Items.Count))
            : Html.Empty;

    private static Html NothingFound(PageText text) => $"""<p class="empty">{text.NothingFound}</p>""";

    private static Html Newer(PageView view, RecordsQuery query, UsageCursor? previous)
    {
        if (previous is null)
            return Html.Empty;
        return $"""
            <a href="{view.Links.Records(query with { After = null, Before = null })}">{view.Text.Newest}</a>
            <a rel="prev" href="{view.Links.Records(
                query with
                {
                    After = null,
                    Before = previous,
                }
            )}">← {view.Text.Newer}</a>
            """;
    }

    private static Html Older(PageView view, RecordsQuery query, UsageCursor? next)
    {
        if (next is null)
            return Html.Empty;
        return $"""<a rel="next" href="{view.Links.Records(query with { Before = null, After = next })}">{view.Text.Older} →</a>""";
    }

    /// <summary>Draws the counters, which need no store.</summary>
    private static Html Counters(PageView view, RecordsLoad load) =>
        $"""<div class="grid">{new RecorderState(load.Counters).Draw(Sections.Find("recorder")!, view)}</div>""";
}
