namespace GigaChat.Usage.AspNetCore;

/// <summary>The filters, as a form that needs no script.</summary>
internal static class FilterForm
{
    private static readonly int[] Sizes = [25, 50, 100, 200];

    /// <summary>The form of the list, with its period and page size.</summary>
    public static Html OfList(PageView view, RecordsQuery query, FilterChoices choices)
    {
        var (text, period) = (view.Text, query.Period);
        return $"""
            <form class="card filters" method="get" action="{view.Links.Root}records" role="search" aria-label="{text.Filters}">
            {Hidden([("lang", view.Links.Language), (PeriodChoice.Shown, period.Shape), ("hour", period.HourText)])}
            {Search(text, query.Filter)}
            {Field(FilterFields.Operation, query.Filter, choices, text)}
            {Period(period, text)}
            {Field(FilterFields.Platform, query.Filter, choices, text)}
            <details class="further"{Html.Flag("open", IsFurther(query))}><summary>{text.MoreFilters}</summary><div>
            {Input("from", text.From, "date", PeriodChoice.Written(period.From))}
            {Input("to", text.To, "date", PeriodChoice.Written(period.To))}
            {Further(query.Filter, choices, text)}
            {Size(query.Size!.Value, text)}
            </div></details>
            <p class="actions"><button type="submit">{text.Apply}</button>{Clear(view, query)}</p>
            </form>
            """;
    }

    /// <summary>The form of a page that has its own choice of the period.</summary>
    /// <param name="view">The view.</param>
    /// <param name="page">The page, below the dashboard.</param>
    /// <param name="others">The parameters of the page that are no filter.</param>
    /// <param name="choices">The values to choose from.</param>
    public static Html OfPage(
        PageView view,
        string page,
        IEnumerable<(string Name, string? Value)> others,
        FilterChoices choices
    )
    {
        var (text, filter) = (view.Text, view.Selection.Filter);
        return $"""
            <form class="filters" method="get" action="{view.Links.Root}{page}" role="search" aria-label="{text.Filters}">
            {Hidden([
                ("lang", view.Links.Language),
                (PeriodChoice.Shown, view.Selection.Period.Shape),
                .. view.Selection.Period.Parameters(""),
                .. others,
            ])}
            {Search(text, filter)}
            {Field(FilterFields.Operation, filter, choices, text)}
            {Field(FilterFields.Platform, filter, choices, text)}
            {Further(filter, choices, text)}
            <p class="actions"><button type="submit">{text.Apply}</button></p>
            </form>
            """;
    }

    public static Html Hidden(IEnumerable<(string Name, string? Value)> parameters) =>
        $"{parameters.Where(static parameter => !string.IsNullOrEmpty(parameter.Value)).Select(Html (parameter) => $"""<input type="hidden" name="{parameter.Name}" value="{parameter.Value}">""")}";

    public static Html Select(string name, string label, IEnumerable<Html> options) =>
        $"""<p class="field"><label for="f-{name}">{label}</label><select id="f-{name}" name="{name}">{options}</select></p>""";

    public static Html Option(string value, string name, bool isChosen) =>
        $"""<option value="{value}"{Html.Flag("selected", isChosen)}>{name}</option>""";

    private static bool IsFurther(RecordsQuery query) =>
        query.Period.Preset is null
        || (query.Filter with { Search = null, Operation = null, Platform = null }) != UsageFilter.All;

    private static Html Search(PageText text, UsageFilter filter) =>
        $"""
            <p class="field wide"><label for="f-q">{text.Search}</label><input id="f-q" name="q" type="search" maxlength="{FilterFields.Search.MaxLength}" placeholder="{text.SearchHint}"{Html.Attribute(
                "value",
                filter.Search
            )}></p>
            """;

    private static IEnumerable<Html> Further(UsageFilter filter, FilterChoices choices, PageText text) =>
        FilterFields
            .All.Where(static field =>
                field != FilterFields.Search && field != FilterFields.Operation && field != FilterFields.Platform
            )
            .Select(field => Field(field, filter, choices, text));

    /// <summary>Draws a filter: a list where its values are known, otherwise a text.</summary>
    private static Html Field(FilterField field, UsageFilter filter, FilterChoices choices, PageText text)
    {
        var chosen = field.Get(filter);
        if ((field.Values ?? choices.Of(field)) is not { } values)
            return Input(field.Name, field.Label(text), "text", chosen);

        // The selected value is in the list even where the store no longer has it.
        var all = chosen is null ? values : values.Append(chosen).Distinct(StringComparer.Ordinal);
        return Select(
            field.Name,
            field.Label(text),
            [
                Option("", text.Any, isChosen: false),
                .. all.Select(value =>
                    Option(value, field.NameOf(text, value), string.Equals(value, chosen, StringComparison.Ordinal))
                ),
            ]
        );
    }

    private static Html Input(string name, string label, string type, string? value) =>
        $"""<p class="field"><label for="f-{name}">{label}</label><input id="f-{name}" name="{name}" type="{type}"{Html.Attribute("value", value)}></p>""";

    private static Html Period(PeriodChoice period, PageText text) =>
        Select(
            "period",
            text.Period,
            [
                .. PeriodChoice
                    .Presets.Reverse()
                    .Select(preset =>
                        Option(
                            preset,
                            text.Preset(preset),
                            string.Equals(preset, period.Preset, StringComparison.Ordinal)
                        )
                    ),
                Option(PeriodChoice.Dates, text.OwnDates, isChosen: period.Preset is null),
            ]
        );

    private static Html Size(int chosen, PageText text) =>
        Select(
            "size",
            text.PageSize,
            Sizes
                .Append(chosen)
                .Distinct()
                .Order()
                .Select(size => Option(text.Format.Plain(size), text.Format.Plain(size), size == chosen))
        );

    private static Html Clear(PageView view, RecordsQuery query)
    {
        if (!query.IsNarrowed)
            return Html.Empty;
        return $"""<a href="{view.Links.Records(RecordsQuery.Default)}">{view.Text.Clear}</a>""";
    }
}
