namespace GigaChat.Usage.AspNetCore;

/// <summary>Quality beside cost: how requests end, how long they take, what the cache saves.</summary>
internal static class QualityPage
{
    public static Html Draw(PageView view, QualityQuery query, QualityLoad? load, FilterChoices choices) =>
        Layout.Draw(
            view,
            view.Text.QualityTitle,
            "quality",
            $"""
            {FilterRow.Draw(
                view,
                "quality",
                selection => view.Links.Quality(query with { Selection = selection }),
                [],
                choices
            )}
            {(load is null ? Html.Empty : Content(view, query, load))}
            """,
            storeFailed: load is null
        );

    private static Html Content(PageView view, QualityQuery query, QualityLoad load) =>
        $"""
            <div class="grid">
            <section class="totals narrow w12" aria-labelledby="quality-totals">
            <h2 id="quality-totals" class="quiet">{view.Text.TotalsCaption}</h2>
            {Card(view, "failed", view.Text.FailedShareColumn, load.All.Failed, load.All.Count, UsageOutcome.Failed)}
            {Card(
                view,
                "blocked",
                view.Text.BlockedShareColumn,
                load.All.Blocked,
                load.All.Count,
                UsageOutcome.Blocked
            )}
            {Card(
                view,
                "aborted",
                view.Text.AbortedShareColumn,
                load.All.Aborted,
                load.All.Count,
                UsageOutcome.Aborted
            )}
            {Cache(view, load.All)}
            {Durations(view, load.All)}
            </section>
            <p class="note w12">{view.Text.PercentilesNote}</p>
            {load.Rows.Select(rows => Table(view, query, rows.By, rows.Rows, load.All))}
            </div>
            """;

    private static Html Card(PageView view, string id, string title, long count, long all, UsageOutcome outcome) =>
        $"""
            <div class="card total" id="quality-{id}"><h3>{title}</h3>
            <p class="big"><a class="figure rate-link" href="{view.RecordsOf(
                Dimension.Outcome,
                outcome.ToString()
            )}">{view.Format.Share(Ratio.Of(count, all))}</a></p>
            <p class="note">{view.Text.Requests(count)}</p></div>

            """;

    private static Html Durations(PageView view, QualityRow all)
    {
        if (all.Duration?.Percentile(0.95) is not { } high)
            return Html.Empty;
        return $"""
            <div class="card total" id="quality-duration"><h3>{view.Text.DurationHigh}</h3>
            <p class="big"><span class="figure">{view.Format.Duration(high)}</span></p>
            <p class="note">{view.Text.DurationMedian}: {view.Format.Duration(
                all.Duration.Percentile(0.5) ?? high
            )}</p></div>

            """;
    }

    private static Html Cache(PageView view, QualityRow all) =>
        $"""
            <div class="card total" id="quality-cache"><h3>{view.Text.CachedShareColumn}</h3>
            <p class="big"><span class="figure">{view.Format.Share(all.CacheShare)}</span></p>
            <p class="note">{view.Text.CacheSaved(view.Format.Rubles(all.Saved))}</p></div>

            """;

    private static Html Table(
        PageView view,
        QualityQuery query,
        Dimension by,
        IReadOnlyList<QualityRow> rows,
        QualityRow all
    )
    {
        var table = QualityTable.Of(by, rows, all, view);
        return $"""
            <section class="card w12" id="quality-{by.Id}" aria-labelledby="quality-{by.Id}-title">
            <header><h2 id="quality-{by.Id}-title">{by.Title(view.Text)}</h2>{SectionCard.Downloads(
                view.Text,
                table.Caption,
                Href
            )}</header>
            {(rows.Count == 0 ? SectionCard.Nothing(view) : TableView.Draw(table, view))}
            </section>

            """;

        string Href(string format) => view.Links.Export("quality", format, [("group", by.Id), .. query.Parameters()]);
    }
}
