namespace GigaChat.Usage.AspNetCore;

/// <summary>The month so far, day by day, and the expected usage at its end.</summary>
/// <param name="SoFar">The month's days up to today: running totals of tokens and rubles.</param>
/// <param name="Outlook">The end of the month.</param>
internal sealed record Forecast(IReadOnlyList<(DateOnly Day, double Tokens, double Rubles)> SoFar, UsageOutlook Outlook)
    : SectionData
{
    /// <summary>The number of days of history that a forecast needs.</summary>
    private const int LeastDays = 2;

    public bool IsKnown => Outlook.BasedOnDays >= LeastDays && Outlook.Tokens.Expected > 0;

    /// <summary>`true` if rubles are known; `false` if no model in use has a price.</summary>
    public bool HasRubles => Outlook is not { IsComplete: false, UsedCost.Rubles: 0, Rubles.Expected: 0 };

    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken)
    {
        var outlook = await questions.MonthOutlookAsync(cancellationToken).ConfigureAwait(false);
        var filter = new UsageFilter { From = outlook.From, To = questions.Now.AddTicks(1) };
        var days = Slice
            .By(
                await questions.PricedAsync(filter, UsageDimensions.Day, cancellationToken).ConfigureAwait(false),
                static group => group.Day!.Value
            )
            .ToDictionary(static slice => slice.Key, static slice => slice.Spend);
        return new Forecast(RunningTotals(questions.Today, days), outlook);
    }

    public override Html Draw(Section section, PageView view) =>
        SectionCard.Draw(
            section,
            view,
            view.Text.ForecastTitle,
            $"{(IsKnown ? ForecastPicture.Draw(this, view) : Html.Empty)}{SectionCard.Note(Note(view.Text))}"
        );

    public override DataTable Table(PageView view)
    {
        var (tokens, rubles) = (Outlook.Tokens, HasRubles ? Outlook.Rubles : null);
        return new DataTable(
            view.Text.ForecastTitle,
            [
                new("estimate", view.Text.Measure, CellKind.Text),
                new("tokens", view.Text.TokensMeasure, CellKind.Count),
                new("rubles", view.Text.RublesMeasure, CellKind.Rubles),
            ],
            [
                new DataRow(view.Text.SoFar, Outlook.UsedTokens, HasRubles ? Outlook.UsedCost.Rubles : null),
                new DataRow(view.Text.Low, (long?)tokens.Low80, rubles?.Low80),
                new DataRow(view.Text.Expected, (long)tokens.Expected, rubles?.Expected),
                new DataRow(view.Text.High, (long?)tokens.High80, rubles?.High80),
            ]
        )
        {
            Note = Note(view.Text),
        };
    }

    public override DataTable ExportTable(PageView view) =>
        new(
            view.Text.ForecastTitle,
            ExportColumns(view.Text),
            [
                ExportRow(Outlook.UsedTokens, Outlook.Tokens, inRubles: false),
                HasRubles
                    ? ExportRow(Outlook.UsedCost.Rubles, Outlook.Rubles, inRubles: true)
                    : new DataRow(ExportAmount.Unit(inRubles: true), null, null, null, null),
            ]
        );

    public static IReadOnlyList<DataColumn> ExportColumns(PageText text) =>
        [
            new("measure", text.Measure, CellKind.Text),
            new("soFar", text.SoFar, CellKind.Amount),
            new("low", text.Low, CellKind.Amount),
            new("expected", text.Expected, CellKind.Amount),
            new("high", text.High, CellKind.Amount),
        ];

    private string Note(PageText text)
    {
        var method =
            !IsKnown ? text.ForecastTooEarly
            : Outlook.Method == ForecastMethod.Mean ? text.ForecastByMean(Outlook.BasedOnDays)
            : text.ForecastBySeason(Outlook.BasedOnDays);
        return Outlook.IsComplete ? method : $"{method} {text.ForecastUnpriced(Outlook.UnpricedModels)}";
    }

    private static DataRow ExportRow(decimal soFar, ForecastRange range, bool inRubles) =>
        new(
            ExportAmount.Unit(inRubles),
            ExportAmount.Of(soFar, inRubles),
            range.Low80 is { } low ? ExportAmount.Of(low, inRubles) : null,
            ExportAmount.Of(range.Expected, inRubles),
            range.High80 is { } high ? ExportAmount.Of(high, inRubles) : null
        );

    private static List<(DateOnly Day, double Tokens, double Rubles)> RunningTotals(
        DateOnly today,
        Dictionary<DateOnly, Spend> days
    )
    {
        var totals = new List<(DateOnly, double, double)>();
        var (tokens, rubles) = (0d, 0d);
        for (var day = today.AddDays(1 - today.Day); day <= today; day = day.AddDays(1))
        {
            var spend = days.GetValueOrDefault(day);
            tokens += spend.Tokens;
            rubles += (double)spend.Rubles;
            totals.Add((day, tokens, rubles));
        }

        return totals;
    }
}
