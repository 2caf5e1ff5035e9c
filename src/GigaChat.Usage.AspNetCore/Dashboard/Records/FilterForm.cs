namespace GigaChat.Usage.AspNetCore;

/// <summary>The filters of the list, as a form that needs no script.</summary>
internal static class FilterForm
{
    private static readonly int[] Sizes = [25, 50, 100, 200];

    public static Html Draw(PageView view, RecordsQuery query, FilterChoices choices)
    {
        var (text, filter) = (view.Text, query.Filter);
        return $"""
            <form class="card filters" method="get" action="{view.Links.Root}records" role="search" aria-label="{text.Filters}">
            {Hidden("lang", view.Links.Language)}{Hidden(PeriodChoice.Shown, query.Period.Preset ?? PeriodChoice.Dates)}
            <p class="field wide"><label for="f-q">{text.Search}</label><input id="f-q" name="q" type="search" maxlength="{UsageRecordLimits.LongText}" placeholder="{text.SearchHint}"{Html.Attribute(
                "value",
                filter.Search
            )}></p>
            {Choice(
                "operation",
                text.OperationColumn,
                choices.Operations.Select(static operation => operation.Value),
                filter.Operation?.Value,
                value => text.Operation(new UsageOperation(value)),
                text
            )}
            {Period(query.Period, text)}
            {Choice("platform", text.PlatformColumn, choices.Platforms, filter.Platform, null, text)}
            <details class="further"{Html.Flag("open", IsFurther(query))}><summary>{text.MoreFilters}</summary><div>
            {Input("from", text.From, "date", PeriodChoice.Written(query.Period.From))}
            {Input("to", text.To, "date", PeriodChoice.Written(query.Period.To))}
            {Choice("model", text.ModelColumn, choices.Models, filter.Model, null, text)}
            {Choice(
                "source",
                text.SourceColumn,
                Enum.GetNames<UsageSource>(),
                filter.Source?.ToString(),
                value => text.Source(Enum.Parse<UsageSource>(value)),
                text
            )}
            {Choice(
                "outcome",
                text.OutcomeColumn,
                Enum.GetNames<UsageOutcome>(),
                filter.Outcome?.ToString(),
                value => text.Outcome(Enum.Parse<UsageOutcome>(value)),
                text
            )}
            {Choice("token-type", text.TokenTypeColumn, choices.TokenTypes, filter.AccessTokenType, null, text)}
            {Input("user", text.UserIdColumn, "text", filter.UserId)}
            {Input("token", text.TokenColumn, "text", filter.AccessToken)}
            {Input("generation", text.GenerationColumn, "text", filter.GenerationId)}
            {Size(query.Size!.Value, text)}
            </div></details>
            <p class="actions"><button type="submit">{text.Apply}</button>{Clear(view, query)}</p>
            </form>
            """;
    }

    private static bool IsFurther(RecordsQuery query) =>
        query.Period.Preset is null
        || (query.Filter with { Search = null, Operation = null, Platform = null }) != UsageFilter.All;

    private static Html Hidden(string name, string? value)
    {
        if (value is null)
            return Html.Empty;
        return $"""<input type="hidden" name="{name}" value="{value}">""";
    }

    private static Html Input(string name, string label, string type, string? value) =>
        $"""<p class="field"><label for="f-{name}">{label}</label><input id="f-{name}" name="{name}" type="{type}"{Html.Attribute("value", value)}></p>""";

    /// <summary>Draws a list of choices; the selected one is in it even where the store no longer has it.</summary>
    private static Html Choice(
        string name,
        string label,
        IEnumerable<string> values,
        string? chosen,
        Func<string, string>? nameOf,
        PageText text
    )
    {
        var all = chosen is null ? values : values.Append(chosen).Distinct(StringComparer.Ordinal);
        return Select(
            name,
            label,
            [
                Option("", text.Any, isChosen: false),
                .. all.Select(value =>
                    Option(
                        value,
                        nameOf?.Invoke(value) ?? value,
                        string.Equals(value, chosen, StringComparison.Ordinal)
                    )
                ),
            ]
        );
    }

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

    private static Html Select(string name, string label, IEnumerable<Html> options) =>
        $"""<p class="field"><label for="f-{name}">{label}</label><select id="f-{name}" name="{name}">{options}</select></p>""";

    private static Html Option(string value, string name, bool isChosen) =>
        $"""<option value="{value}"{Html.Flag("selected", isChosen)}>{name}</option>""";

    private static Html Clear(PageView view, RecordsQuery query)
    {
        if (!query.IsNarrowed)
            return Html.Empty;
        return $"""<a href="{view.Links.Records(RecordsQuery.Default)}">{view.Text.Clear}</a>""";
    }
}
