namespace GigaChat.Usage.AspNetCore;

/// <summary>Why a period cost more or less than the one before: which users, models, operations made the
/// difference.</summary>
internal static class ChangesPage
{
    /// <summary>The least part of the change that is worth a sentence.</summary>
    private const double LeastPart = 0.1;

    public static Html Draw(PageView view, ChangesQuery query, ChangesLoad? load, FilterChoices choices) =>
        Layout.Draw(
            view,
            view.Text.ChangesTitle,
            "changes",
            $"""
            {FilterRow.Draw(
                view,
                "changes",
                selection => view.Links.Changes(query with { Selection = selection }),
                [("against", query.Against)],
                choices
            )}
            {Against(view, query)}
            {(load is null ? Html.Empty : Content(view, query, load))}
            """,
            storeFailed: load is null
        );

    private static Html Against(PageView view, ChangesQuery query)
    {
        return $"""<p class="against"><span>{view.Text.ComparedWith}</span> <span class="switches">{Choice(null, view.Text.ThePeriodBefore)}{Choice(ChangesQuery.WeekBefore, view.Text.TheWeekBefore)}</span></p>""";

        Html Choice(string? against, string name) =>
            $"""<a href="{view.Links.Changes(query with { Against = against })}"{Html.Current(query.Against == against)}>{name}</a>""";
    }

    private static Html Content(PageView view, ChangesQuery query, ChangesLoad load)
    {
        if (load.Before is not { } before)
            return $"""<section class="card w12"><p class="empty">{view.Text.NothingToCompare}</p></section>{Days(view, query, load)}""";
        return $"""
            <div class="grid">
            {Summary(view, load, before)}
            {load.Changes.Select(change => Card(view, query, before, change.By, change.Rows))}
            {Days(view, query, load)}
            </div>
            """;
    }

    private static Html Summary(PageView view, ChangesLoad load, UsageFilter before)
    {
        var rows = load.Changes[0].Rows;
        var all = new ChangeRow(
            null,
            null,
            Spend.Sum(rows.Select(static row => row.Now)),
            Spend.Sum(rows.Select(static row => row.Before))
        );
        return $"""
            <section class="card w12 summary" aria-labelledby="summary-title">
            <h2 id="summary-title">{view.Text.ChangeIs(
                view.Format.SignedRubles(all.Rubles),
                all.Before.Rubles == 0 ? null : view.Format.Change((double)(all.Rubles / all.Before.Rubles))
            )}</h2>
            <p class="days">{view.Text.FromTo(Moments(before, view), view.Format.Rubles(all.Before.Rubles), Moments(load.Period, view), view.Format.Rubles(all.Now.Rubles))}</p>
            <ul class="causes">{Causes(view, load, all)}</ul>
            {SectionCard.Note(SpendTable.LowerBound(Spend.Sum([all.Now, all.Before]), view))}
            </section>

            """;
    }

    /// <summary>The largest cause of each dimension, where it is a good part of the change.</summary>
    private static IEnumerable<Html> Causes(PageView view, ChangesLoad load, ChangeRow all)
    {
        if (all.Rubles == 0)
            yield break;
        foreach (var (by, rows) in load.Changes)
        {
            var row = rows.FirstOrDefault(row => Math.Sign(row.Rubles) == Math.Sign(all.Rubles));
            if (row is null || (double)(row.Rubles / all.Rubles) < LeastPart || rows.Count < 2)
                continue;
            var name = row.Name ?? by.NameOf(view, row.Key);
            Html link = view.PageOf(by, row.Key) is { } href
                ? (Html)$"""<a href="{href}">{name}</a>"""
                : Html.Text(name);
            yield return $"<li>{by.Title(view.Text)}: {link}, <strong>{view.Format.SignedRubles(row.Rubles)}</strong></li>";
        }
    }

    private static Html Card(
        PageView view,
        ChangesQuery query,
        UsageFilter before,
        Dimension by,
        IReadOnlyList<ChangeRow> rows
    )
    {
        var table = ChangeTable.Of(by, rows, view, before);
        return $"""
            <section class="card w12" id="change-{by.Id}" aria-labelledby="change-{by.Id}-title">
            <header><h2 id="change-{by.Id}-title">{by.Title(view.Text)}</h2>{SectionCard.Downloads(
                view.Text,
                table.Caption,
                Href
            )}</header>
            {(rows.Count == 0 ? SectionCard.Nothing(view) : TableView.Draw(table, view))}
            </section>

            """;

        string Href(string format) => view.Links.Export("changes", format, [("group", by.Id), .. query.Parameters()]);
    }

    private static Html Days(PageView view, ChangesQuery query, ChangesLoad load)
    {
        if (load.Days.Count == 0)
            return Html.Empty;
        return $"""
            <section class="card w12" id="unusual" aria-labelledby="unusual-title">
            <header><h2 id="unusual-title">{view.Text.UnusualDaysTitle}</h2></header>
            <ul class="causes">{load.Days.Select(Html (day) =>
                $"""<li><a href="{view.Links.Changes(query with { Selection = query.Selection with { Period = PeriodChoice.OfDays(day.Day, day.Day) }, Against = ChangesQuery.WeekBefore })}">{view.Format.Weekday(day.Day)}, {view.Format.Day(day.Day)}</a>: {view.Text.Unusual(day.Tokens, (long)day.Low, (long)day.High)}</li>"""
            )}</ul>
            {SectionCard.Note(view.Text.UnusualNote)}
            </section>
            """;
    }

    private static string Moments(UsageFilter filter, PageView view)
    {
        var from = view.DayOf(filter.From!.Value);
        var to = filter.To is { } end ? end.AddTicks(-1) : view.Now;
        return PeriodNames.OfDays(from, view.DayOf(to), view);
    }
}
