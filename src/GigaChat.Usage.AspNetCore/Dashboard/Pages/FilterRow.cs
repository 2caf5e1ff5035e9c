namespace GigaChat.Usage.AspNetCore;

/// <summary>The choice of the period and the filters of a page: what is set is a chip that can be removed.</summary>
internal static class FilterRow
{
    /// <param name="view">The view.</param>
    /// <param name="page">The page, below the dashboard.</param>
    /// <param name="href">Gets the address of the page for other records.</param>
    /// <param name="others">The parameters of the page that are neither period nor filter.</param>
    /// <param name="choices">The values to choose from.</param>
    public static Html Draw(
        PageView view,
        string page,
        Func<Selection, string> href,
        IEnumerable<(string Name, string? Value)> others,
        FilterChoices choices
    )
    {
        (string Name, string? Value)[] kept = [.. others];
        return $"""
            <div class="periods">
            {Presets(view, href)}
            {OwnDates(view, page, kept)}
            <details class="filtering"><summary>{view.Text.Filters}</summary>
            {FilterForm.OfPage(view, page, kept, choices)}
            </details>
            </div>
            {Chips(view, href)}
            """;
    }

    /// <summary>Draws the filters that are set, each with a link that removes it.</summary>
    public static Html Chips(PageView view, Func<Selection, string> href, bool withPeriod = false)
    {
        var selection = view.Selection;
        var chips = FilterFields
            .All.Select(field => (Field: field, Value: field.Get(selection.Filter)))
            .Where(static set => set.Value is not null)
            .Select(set =>
                Chip(
                    set.Field.Title(view.Text),
                    set.Field.NameOf(view.Text, set.Value!),
                    href(selection.With(set.Field, null)),
                    view.Text
                )
            )
            .ToList();
        if (selection.Period.Hour is { } hour)
            chips.Insert(
                0,
                Chip(
                    view.Text.HourColumn,
                    view.Format.Hour(view.Local(hour)),
                    href(selection with { Period = PeriodChoice.OfDays(view.DayOf(hour), view.DayOf(hour)) }),
                    view.Text
                )
            );
        else if (withPeriod)
            chips.Insert(
                0,
                Chip(
                    view.Text.Period,
                    PeriodNames.Of(selection.Period, view),
                    href(selection with { Period = PeriodChoice.Of(PeriodChoice.All) }),
                    view.Text
                )
            );
        if (chips.Count == 0)
            return Html.Empty;
        return $"""<ul class="chips" aria-label="{view.Text.Filters}">{chips}</ul>""";
    }

    private static Html Chip(string title, string value, string href, PageText text) =>
        $"""<li><span class="value" title="{value}">{title}: <strong>{value}</strong></span> <a href="{href}" aria-label="{text.RemoveFilter(
            title
        )}" title="{text.RemoveFilter(title)}">✕</a></li>""";

    private static Html Presets(PageView view, Func<Selection, string> href) =>
        $"""
            <nav class="switches" aria-label="{view.Text.Period}">
            {PeriodChoice.Presets.Select(
                Html (preset) =>
                    $"""<a href="{href(view.Selection with { Period = PeriodChoice.Of(preset) })}"{Html.Current(view.Selection.Period.Preset == preset)}>{view.Text.Preset(preset)}</a>"""
            )}
            </nav>
            """;

    private static Html OwnDates(PageView view, string page, IEnumerable<(string Name, string? Value)> others)
    {
        var period = view.Selection.Period;
        var own = period.Preset is null && period.Hour is null ? period : null;
        return $"""
            <details{Html.Flag("open", own is not null)}>
            <summary>{view.Text.OwnDates}</summary>
            <form method="get" action="{view.Links.Root}{page}">
            {FilterForm.Hidden([
                .. FilterFields.All.Select(field => (field.Name, field.Get(view.Selection.Filter))),
                .. others,
                ("lang", view.Links.Language),
                (PeriodChoice.Shown, period.Shape),
            ])}
            <p class="field"><label for="p-from">{view.Text.From}</label><input id="p-from" name="from" type="date"{Html.Attribute(
                "value",
                PeriodChoice.Written(own?.From)
            )}></p>
            <p class="field"><label for="p-to">{view.Text.To}</label><input id="p-to" name="to" type="date"{Html.Attribute(
                "value",
                PeriodChoice.Written(own?.To)
            )}></p>
            <button type="submit">{view.Text.Show}</button>
            </form>
            </details>
            """;
    }
}
