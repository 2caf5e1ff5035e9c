namespace GigaChat.Usage.AspNetCore;

/// <summary>The chosen period first, beside the one before it; then the last 7 and 30 days and all time, as far as they
/// are not chosen.</summary>
/// <param name="Parts">The periods, their days and sums.</param>
/// <param name="Before">The sum of the period before; null where an end of the period is open.</param>
/// <param name="Whole">The sum of the period without the filter of the page; null where it has none.</param>
internal sealed record Totals(
    IReadOnlyList<(PeriodChoice Period, (DateOnly? First, DateOnly? Last) Days, Spend Spend)> Parts,
    Spend? Before,
    Spend? Whole
) : SectionData
{
    /// <summary><c>true</c> if there is no record at all; otherwise, <c>false</c>.</summary>
    public bool IsEmpty => Parts.Any(static part => part.Period.Preset is PeriodChoice.All && part.Spend.Count == 0);

    private static readonly string[] Beside = [PeriodChoice.Week, PeriodChoice.Month, PeriodChoice.All];

    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken)
    {
        var parts = new List<(PeriodChoice, (DateOnly?, DateOnly?), Spend)>();
        foreach (var period in Beside.Select(PeriodChoice.Of).Prepend(questions.Period).Distinct())
        {
            var filter = period.Within(questions.Selection.Filter, questions.Today, questions.TimeZone);
            parts.Add((period, period.Days(questions.Today), await SumAsync(filter).ConfigureAwait(false)));
        }

        return new Totals(
            parts,
            questions.FilterBefore is { } before ? await SumAsync(before).ConfigureAwait(false) : null,
            questions.Selection.IsFiltered
                ? await SumAsync(questions.Period.Within(UsageFilter.All, questions.Today, questions.TimeZone))
                    .ConfigureAwait(false)
                : null
        );

        async Task<Spend> SumAsync(UsageFilter filter) =>
            Spend.Of(
                await questions.PricedAsync(filter, UsageDimensions.None, cancellationToken).ConfigureAwait(false)
            );
    }

    public override Html Draw(Section section, PageView view) =>
        $"""
            <section class="totals w12" id="totals" aria-labelledby="totals-title">
            <h2 id="totals-title" class="quiet">{view.Text.TotalsCaption}</h2>
            {PeriodCard.Draw(this, view)}
            {Parts.Skip(1).Select(part => Card(part.Period, part.Days, part.Spend, view))}
            </section>

            """;

    public override DataTable Table(PageView view) =>
        new(
            view.Text.TotalsCaption,
            [
                new("period", view.Text.Period, CellKind.Text),
                new("from", view.Text.From, CellKind.Day),
                new("to", view.Text.To, CellKind.Day),
                new("requests", view.Text.RequestsColumn, CellKind.Count),
                new("calls", view.Text.CallsColumn, CellKind.Count),
                new("tokens", view.Text.TokensColumn, CellKind.Count),
                new("estimatedTokens", view.Text.EstimatedColumn, CellKind.Count),
                new("rubles", view.Text.CostColumn, CellKind.Rubles),
            ],
            [
                .. Parts.Select(part => new DataRow(
                    new NamedKey(part.Period.Shape, PeriodNames.Of(part.Period, view)),
                    part.Days.First,
                    part.Days.Last,
                    part.Spend.Count,
                    part.Spend.Calls,
                    part.Spend.Tokens,
                    part.Spend.EstimatedTokens,
                    part.Spend.KnownRubles
                )),
            ]
        );

    /// <summary>How exact the tokens are; nothing where there was no request, and nothing exact where none was
    /// counted.</summary>
    public static Html Exactness(Spend spend, PageText text)
    {
        if (spend.Count == 0)
            return Html.Empty;
        var exactness =
            spend.Tokens == 0 ? text.NoTokens
            : spend.EstimatedTokens > 0 ? text.EstimatedNote(spend.EstimatedShare)
            : text.AllExact;
        return $" · {exactness}";
    }

    private static Html Card(PeriodChoice period, (DateOnly? First, DateOnly? Last) days, Spend spend, PageView view) =>
        $"""
            <div class="card total" id="total-{period.Shape}">
            <h3><a href="{view.Links.Overview(view.Query with
            {
                Selection = view.Selection with { Period = period },
            })}">{PeriodNames.Of(period, view)}</a></h3>
            {Days(days, view)}
            <p class="big"><span class="figure">{view.Format.Count(
                spend.Tokens
            )}</span> <span class="unit">{view.Text.TokenNoun(spend.Tokens)}</span></p>
            <p class="money">{(
                spend.KnownRubles is { } rubles ? view.Format.Rubles(rubles) : view.Text.PriceMissing
            )}</p>
            <p class="note"><span>{view.Text.Requests(spend.Count)}</span>{Exactness(spend, view.Text)}</p>
            {SectionCard.Note(SpendTable.LowerBound(spend, view))}
            </div>

            """;

    /// <summary>The days of a period: days of the report, as everywhere on the page.</summary>
    private static Html Days((DateOnly? First, DateOnly? Last) days, PageView view)
    {
        if (days is (null, null))
            return Html.Empty;
        return $"""<p class="days">{PeriodNames.OfDays(days.First, days.Last, view)}</p>""";
    }
}
