namespace GigaChat.Usage.AspNetCore;

/// <summary>The chosen period first; then the last 7 and 30 days and all time, as far as they are not chosen.</summary>
/// <param name="Parts">The periods, their days and sums.</param>
internal sealed record Totals(
    IReadOnlyList<(PeriodChoice Period, (DateOnly? First, DateOnly? Last) Days, Spend Spend)> Parts
) : SectionData
{
    private static readonly string[] Beside = [PeriodChoice.Week, PeriodChoice.Month, PeriodChoice.All];

    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken)
    {
        var parts = new List<(PeriodChoice, (DateOnly?, DateOnly?), Spend)>();
        foreach (var period in Beside.Select(PeriodChoice.Of).Prepend(questions.Period).Distinct())
        {
            var filter = period.Within(UsageFilter.All, questions.Today, questions.TimeZone);
            var groups = await questions
                .PricedAsync(filter, UsageDimensions.None, cancellationToken)
                .ConfigureAwait(false);
            parts.Add((period, period.Days(questions.Today), Spend.Of(groups)));
        }

        return new Totals(parts);
    }

    public override Html Draw(Section section, PageView view) =>
        $"""
            <section class="totals w12" id="totals" aria-labelledby="totals-title">
            <h2 id="totals-title" class="quiet">{view.Text.TotalsCaption}</h2>
            {Parts.Select(
                (part, i) => Card(i == 0 ? "period" : part.Period.Preset!, part.Period, part.Days, part.Spend, view)
            )}
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
                    new NamedKey(part.Period.Preset ?? PeriodChoice.Dates, Name(part.Period, view)),
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

    private static string Name(PeriodChoice period, PageView view) =>
        period.Preset is { } preset ? view.Text.Preset(preset) : view.Text.OwnDates;

    private static Html Card(
        string id,
        PeriodChoice period,
        (DateOnly? First, DateOnly? Last) days,
        Spend spend,
        PageView view
    ) =>
        $"""
            <div class="card total" id="total-{id}">
            <h3>{Name(period, view)}</h3>
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
        var first = days.First is { } from ? view.Format.Day(from) : "…";
        var last = days.Last is { } to ? view.Format.Day(to) : "…";
        return $"""<p class="days">{(days.First == days.Last ? first : $"{first} – {last}")}</p>""";
    }

    /// <summary>How exact the tokens are; nothing where there was no request, and nothing exact where none was
    /// counted.</summary>
    private static Html Exactness(Spend spend, PageText text)
    {
        if (spend.Count == 0)
            return Html.Empty;
        var exactness =
            spend.Tokens == 0 ? text.NoTokens
            : spend.EstimatedTokens > 0 ? text.EstimatedNote(spend.EstimatedShare)
            : text.AllExact;
        return $" · {exactness}";
    }
}
