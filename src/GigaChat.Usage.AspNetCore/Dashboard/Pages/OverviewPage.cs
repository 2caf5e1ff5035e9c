using GigaChat.Usage.Recording;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The first page: the sections over a period.</summary>
internal static class OverviewPage
{
    public static Html Draw(PageView view, OverviewLoad load) =>
        Layout.Draw(
            view,
            view.Text.Overview,
            "overview",
            $"""
            {Periods(view)}
            <div class="grid">
            {load.Sections.Select(loaded =>
                loaded.Data?.Draw(loaded.Section, view)
                ?? (load.StoreFailed ? Html.Empty : SectionCard.Missing(loaded.Section, view))
            )}
            </div>
            """,
            load.StoreFailed
        );

    private static Html Periods(PageView view)
    {
        var own = view.Query.Period.Preset is null ? view.Query.Period : null;
        var others = (view.Query with { Period = PeriodChoice.Of(PeriodChoice.Month) }).Parameters();
        return $"""
            <div class="periods">
            <nav class="switches" aria-label="{view.Text.Period}">
            {PeriodChoice.Presets.Select(
                Html (preset) =>
                    $"""<a href="{view.Links.Overview(view.Query with { Period = PeriodChoice.Of(preset) })}"{Html.Current(view.Query.Period.Preset == preset)}>{view.Text.Preset(preset)}</a>"""
            )}
            </nav>
            <details{Html.Flag("open", own is not null)}>
            <summary>{view.Text.OwnDates}</summary>
            <form method="get" action="{view.Links.Root}">
            {Hidden([
                .. others,
                ("lang", view.Links.Language),
                (PeriodChoice.Shown, view.Query.Period.Preset ?? PeriodChoice.Dates),
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
            </div>
            """;
    }

    private static IEnumerable<Html> Hidden(IEnumerable<(string Name, string? Value)> parameters) =>
        parameters
            .Where(static parameter => parameter.Value is not null)
            .Select(Html (parameter) => $"""<input type="hidden" name="{parameter.Name}" value="{parameter.Value}">""");
}
