namespace GigaChat.Usage.AspNetCore;

/// <summary>The choices of the chart of a period: measure, stacks, step.</summary>
internal static class DailyTools
{
    public static Html Draw(PageView view, CalendarStep step)
    {
        var (text, query) = (view.Text, view.Query);
        return $"""
            <nav class="switches" aria-label="{text.Measure}">{Choice(
                query with
                {
                    InRubles = false,
                },
                text.TokensMeasure,
                !query.InRubles
            )}{Choice(query with { InRubles = true }, text.RublesMeasure, query.InRubles)}</nav>
            <nav class="switches" aria-label="{text.StackedBy}">{Dimension
                .Stacks.Take(2)
                .Select(by => Choice(query with { By = by }, text.By(by), by == query.By))}</nav>
            <details class="choices"><summary>{text.MoreChoices}</summary>
            <nav class="switches" aria-label="{text.StackedBy}">{Dimension
                .Stacks.Skip(2)
                .Select(by => Choice(query with { By = by }, text.By(by), by == query.By))}</nav>
            <nav class="switches" aria-label="{text.StepOf}">{Enum.GetValues<CalendarStep>()
                .Select(one => Choice(query with { Step = one }, text.Step(one), one == step))}</nav>
            </details>
            """;

        Html Choice(OverviewQuery to, string name, bool isCurrent) =>
            $"""<a href="{view.Links.Overview(to)}#days"{Html.Current(isCurrent)}>{name}</a>""";
    }
}
