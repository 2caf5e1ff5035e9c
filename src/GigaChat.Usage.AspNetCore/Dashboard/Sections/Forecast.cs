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

    public override DataTable Table(PageView view) =>
        new(
            view.Text.ForecastTitle,
            [
                new("measure", view.Text.Measure, CellKind.Text),
                new("soFar", view.Text.SoFar, CellKind.Text),
                new("low", view.Text.Low, CellKind.Text),
                new("expected", view.Text.Expected, CellKind.Text),
                new("high", view.Text.High, CellKind.Text),
            ],
            [
                Row(
                    view.Text.TokensMeasure,
                    Outlook.UsedTokens,
                    Outlook.Tokens,
                    static (format, tokens) => format.Count((long)tokens),
                    view.Format
                ),
                Row(
                    view.Text.RublesMeasure,
                    Outlook.UsedCost.Rubles,
                    Outlook.Rubles,
                    static (format, rubles) => format.Rubles(rubles),
                    view.Format
                ),
            ]
        )
        {
            Note = Note(view.Text),
        };

    public override DataTable ExportTable(PageView view) =>
        new(
            view.Text.ForecastTitle,
            [
                new("measure", view.Text.Measure, CellKind.Text),
                new("soFar", view.Text.SoFar, CellKind.Amount),
                new("low", view.Text.Low, CellKind.Amount),
                new("expected", view.Text.Expected, CellKind.Amount),
                new("high", view.Text.High, CellKind.Amount),
            ],
            [
                ExportRow(Outlook.UsedTokens, Outlook.Tokens, inRubles: false),
                ExportRow(Outlook.UsedCost.Rubles, Outlook.Rubles, inRubles: true),
            ]
        );

    private string Note(PageText text)
    {
        var method =
            !IsKnown ? text.ForecastTooEarly
            : Outlook.Method == ForecastMethod.Mean ? text.ForecastByMean(Outlook.BasedOnDays)
            : text.ForecastBySeason(Outlook.BasedOnDays);
        return Outlook.IsComplete ? method : $"{method} {text.ForecastUnpriced(Outlook.UnpricedModels)}";
    }

    private static DataRow Row(
        string name,
        decimal soFar,
        ForecastRange range,
        Func<Formats, decimal, string> write,
        Formats format
    ) =>
        new(
            name,
            write(format, soFar),
            range.Low80 is { } low ? write(format, low) : null,
            write(format, range.Expected),
            range.High80 is { } high ? write(format, high) : null
        );

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
