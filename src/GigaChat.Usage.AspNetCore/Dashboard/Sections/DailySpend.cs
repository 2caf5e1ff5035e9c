using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The period split into days; into weeks, months or years where there would be too many days.</summary>
/// <param name="Step">The length of a part.</param>
/// <param name="Parts">Every part of the period, with an empty sum where there is no usage.</param>
internal sealed record DailySpend(CalendarStep Step, IReadOnlyList<CalendarPart> Parts) : SectionData
{
    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken)
    {
        var groups = await questions.OfPeriodAsync(cancellationToken).ConfigureAwait(false);
        var (first, last) = Range(questions, groups);
        var step = CalendarSteps.For(first, last);
        var found = groups.ToLookup(group => step.StartOf(group.Usage.Day!.Value));
        var parts = new List<CalendarPart>();
        for (var start = step.StartOf(first); start <= last; start = step.Next(start))
            parts.Add(new CalendarPart(start, [.. found[start]]));
        return new DailySpend(step, parts);
    }

    public string Title(PageText text) =>
        Step switch
        {
            CalendarStep.Day => text.DaysTitle,
            CalendarStep.Week => text.WeeksTitle,
            CalendarStep.Month => text.MonthsTitle,
            _ => text.YearsTitle,
        };

    public override Html Draw(Section section, PageView view)
    {
        var isEmpty = Parts.All(static part => part.Groups.Count == 0);
        return SectionCard.Draw(
            section,
            view,
            Title(view.Text),
            isEmpty
                ? SectionCard.Nothing(view)
                : $"{Picture(view)}{SectionCard.Note(SpendTable.LowerBound(All, view))}",
            Tools(view)
        );
    }

    private Spend All => Spend.Of(Parts.SelectMany(static part => part.Groups));

    /// <summary>The picture; without any price a picture of rubles would be empty.</summary>
    private Html Picture(PageView view) =>
        view.Query.InRubles && All.KnownRubles is null
            ? TableView.Draw(Table(view), view)
            : SectionCard.Picture(DailyChart.Of(this, view).Draw(), Table(view), view);

    public override DataTable Table(PageView view) =>
        new(
            Title(view.Text),
            [
                new("day", view.Text.DayColumn, CellKind.Day),
                new("requests", view.Text.RequestsColumn, CellKind.Count),
                new("tokens", view.Text.TokensColumn, CellKind.Count),
                new("estimatedTokens", view.Text.EstimatedColumn, CellKind.Count) { IsMinor = true },
                new("rubles", view.Text.CostColumn, CellKind.Rubles),
            ],
            [
                .. Parts
                    .Select(static part => (part.Start, Spend: Spend.Of(part.Groups)))
                    .Select(static part => new DataRow(
                        part.Start,
                        part.Spend.Count,
                        part.Spend.Tokens,
                        part.Spend.EstimatedTokens,
                        part.Spend.KnownRubles
                    )),
            ]
        )
        {
            Total = new DataRow(view.Text.TotalRow, All.Count, All.Tokens, All.EstimatedTokens, All.KnownRubles),
        };

    private static Html Tools(PageView view)
    {
        var (text, query) = (view.Text, view.Query);
        return $"""
            <nav class="switches" aria-label="{text.Measure}">{Choice(
                query with
                {
                    InRubles = false,
                },
                text.TokensMeasure
            )}{Choice(query with { InRubles = true }, text.RublesMeasure)}</nav>
            <nav class="switches" aria-label="{text.StackedBy}">{Choice(
                query with
                {
                    ByModel = false,
                },
                text.ByOperation
            )}{Choice(query with { ByModel = true }, text.ByModel)}</nav>
            """;

        Html Choice(OverviewQuery to, string name) =>
            $"""<a href="{view.Links.Overview(to)}#days"{Html.Current(to == query)}>{name}</a>""";
    }

    /// <summary>
    /// Gets the days to show: those of the period, without the empty ones before the first record where its start is
    /// open or long ago.
    /// </summary>
    private static (DateOnly First, DateOnly Last) Range(UsageQuestions questions, IReadOnlyList<PricedGroup> groups)
    {
        var (first, last) = questions.Period.Days(questions.Today);
        var firstFound = groups.Count == 0 ? questions.Today : groups.Min(static group => group.Usage.Day!.Value);
        var lastFound = groups.Count == 0 ? questions.Today : groups.Max(static group => group.Usage.Day!.Value);
        var start = questions.Period.Preset is null or PeriodChoice.All
            ? Max(first ?? firstFound, firstFound)
            : first!.Value;
        var end = Min(last ?? questions.Today, Max(questions.Today, lastFound));
        return (Min(start, firstFound), Max(Max(end, lastFound), start));
    }

    private static DateOnly Max(DateOnly x, DateOnly y) => x > y ? x : y;

    private static DateOnly Min(DateOnly x, DateOnly y) => x < y ? x : y;
}
