namespace GigaChat.Usage.AspNetCore;

/// <summary>The statement of a month: a page to print, and files.</summary>
internal static class StatementPage
{
    /// <summary>The maximum number of tags that are offered.</summary>
    private const int MostTags = 6;

    public static Html Draw(PageView view, StatementQuery query, StatementTable? statement, FilterChoices choices)
    {
        var month = query.MonthOf(view.Today);
        return Layout.Draw(
            view,
            $"{view.Text.StatementTitle}: {view.Format.Month(month)}",
            "statement",
            $"""
            <div class="periods">
            {Months(view, query, month)}
            {Groupings(view, query, choices)}
            </div>
            {(statement is null ? Html.Empty : Card(view, query, statement))}
            """,
            storeFailed: statement is null
        );
    }

    private static Html Months(PageView view, StatementQuery query, DateOnly month)
    {
        var current = view.Today.AddDays(1 - view.Today.Day);
        return $"""
            <nav class="switches" aria-label="{view.Text.MonthColumn}">
            {Link(month.AddMonths(-1), $"← {view.Format.Month(month.AddMonths(-1))}")}
            {Link(month, view.Format.Month(month))}
            {(month < current ? Link(month.AddMonths(1), $"{view.Format.Month(month.AddMonths(1))} →") : Html.Empty)}
            </nav>
            """;

        Html Link(DateOnly to, string name) =>
            to < QueryReader.FirstDay
                ? Html.Empty
                : (Html)
                    $"""<a href="{view.Links.Statement(query with { Month = to })}"{Html.Current(to == month)}>{name}</a>""";
    }

    private static Html Groupings(PageView view, StatementQuery query, FilterChoices choices)
    {
        return $"""
            <nav class="switches" aria-label="{view.Text.GroupedBy}">
            {Link(null, view.Text.ModelColumn)}
            {Dimensions().Select(by => Link(by, by.Title(view.Text)))}
            </nav>
            """;

        // The chosen tag is in the list even where no record has it.
        IEnumerable<Dimension> Dimensions() =>
            StatementQuery
                .Dimensions.Concat(choices.TagKeys.Take(MostTags).Select(Dimension.OfTag))
                .Append(query.By ?? Dimension.User)
                .Distinct();

        Html Link(Dimension? by, string name) =>
            $"""<a href="{view.Links.Statement(query with { By = by })}"{Html.Current(by == query.By)}>{name}</a>""";
    }

    private static Html Card(PageView view, StatementQuery query, StatementTable statement)
    {
        var all = statement.All;
        return $"""
            <section class="card w12 statement" id="statement" aria-labelledby="statement-title">
            <header><h2 id="statement-title">{PeriodNames.Days(view.Selection.Period, view)}</h2>{SectionCard.Downloads(
                view.Text,
                view.Text.StatementTitle,
                Href,
                withXlsx: true
            )}</header>
            <dl class="counters sums">
            {Sum(view.Text.NetColumn, view.Format.Rubles(all.Net))}
            {Sum(view.Text.VatColumn, view.Format.Rubles(all.Vat))}
            {Sum(view.Text.GrossColumn, view.Format.Rubles(all.Rubles))}
            {Sum(view.Text.EstimatedRublesColumn, view.Format.Rubles(all.EstimatedRubles))}
            </dl>
            {(statement.Lines.Count == 0 ? SectionCard.Nothing(view) : TableView.Draw(statement.Table(view), view))}
            {SectionCard.Note($"{view.Text.PriceUsed(view.Prices.Name)}. {view.Text.StatementNote}")}
            {SectionCard.Note(statement.UnpricedTokens > 0 ? view.Text.LowerBound(statement.UnpricedTokens) : null)}
            {SectionCard.Note(view.Today < view.Selection.Period.To ? view.Text.MonthNotOver : null)}
            </section>
            """;

        string Href(string format) => view.Links.Export("statement", format, query.Parameters());
    }

    private static Html Sum(string name, string value) => $"<div><dt>{name}</dt><dd>{value}</dd></div>";
}
