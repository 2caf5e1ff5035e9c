namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// The month so far and to its end: what was used plus the mean of the last whole days for each day to come. The band holds 80 % of the outcomes if
/// days are independent and vary as they did: 1.28 standard deviations of the days to come and of the mean itself.
/// </summary>
internal sealed record Forecast : SectionData
{
    private const int BasisDays = 28;
    private const int LeastDays = 2;
    private const double BandWidth = 1.2816;

    /// <summary>The month's days up to today, running totals of tokens and rubles.</summary>
    public required IReadOnlyList<(DateOnly Day, double Tokens, double Rubles)> SoFar { get; init; }

    public required DateOnly MonthEnd { get; init; }

    /// <summary>How many whole days the forecast is based on; there is none below two.</summary>
    public required int BasedOnDays { get; init; }

    public required ForecastBand Tokens { get; init; }

    public required ForecastBand Rubles { get; init; }

    public bool IsKnown => BasedOnDays >= LeastDays;

    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken ct)
    {
        var (today, zone) = (questions.Today, questions.TimeZone);
        var monthStart = new DateOnly(today.Year, today.Month, 1);
        var basisStart = today.AddDays(-BasisDays);
        var from = monthStart < basisStart ? monthStart : basisStart;
        var filter = new UsageFilter { StartDate = ReportDays.StartOf(from, zone), EndDate = questions.Now };
        var days = Slice.By(await questions.PricedAsync(filter, UsageDimensions.Day, ct), static group => group.Day!.Value)
            .ToDictionary(static slice => slice.Key, static slice => slice.Spend);

        // Days before the first use are no days without use.
        var firstUsed = days.Count == 0 ? today : days.Keys.Min();
        var basis = Days(basisStart > firstUsed ? basisStart : firstUsed, today.AddDays(-1)).Select(day => days.GetValueOrDefault(day)).ToList();
        var soFar = RunningTotals(Days(monthStart, today).Select(day => (day, days.GetValueOrDefault(day))));

        var monthEnd = monthStart.AddMonths(1).AddDays(-1);
        var daysToCome = (ReportDays.StartOf(monthEnd.AddDays(1), zone) - questions.Now).TotalDays;
        return new Forecast
        {
            SoFar = soFar,
            MonthEnd = monthEnd,
            BasedOnDays = basis.Count,
            Tokens = Band(soFar[^1].Tokens, [.. basis.Select(static spend => (double)spend.Tokens)], daysToCome),
            Rubles = Band(soFar[^1].Rubles, [.. basis.Select(static spend => (double)spend.Rubles)], daysToCome),
        };
    }

    public override Html Draw(Section section, PageView view) => SectionCard.Draw(
        section, view, view.Text.ForecastTitle, $"{(IsKnown ? ForecastPicture.Draw(this, view) : Html.Empty)}{SectionCard.Note(Table(view).Note)}");

    public override DataTable Table(PageView view) => new(
        view.Text.ForecastTitle,
        [
            new("measure", view.Text.Measure, CellKind.Text),
            new("soFar", view.Text.SoFar, CellKind.Text),
            new("low", view.Text.Low, CellKind.Text),
            new("expected", view.Text.Expected, CellKind.Text),
            new("high", view.Text.High, CellKind.Text),
        ],
        !IsKnown ? [] :
        [
            Row(view.Text.TokensMeasure, SoFar[^1].Tokens, Tokens, tokens => view.Format.Count((long)tokens)),
            Row(view.Text.RublesMeasure, SoFar[^1].Rubles, Rubles, rubles => view.Format.Rubles((decimal)rubles)),
        ])
    {
        Note = IsKnown ? view.Text.ForecastMethod(BasedOnDays) : view.Text.ForecastTooEarly,
    };

    private static DataRow Row(string name, double soFar, ForecastBand band, Func<double, string> write) =>
        new(name, write(soFar), write(band.Low), write(band.Expected), write(band.High));

    private static ForecastBand Band(double soFar, double[] days, double daysToCome)
    {
        if (days.Length < LeastDays)
            return new ForecastBand(soFar, soFar, soFar);
        var mean = days.Average();
        var variance = days.Sum(day => (day - mean) * (day - mean)) / (days.Length - 1);
        var width = BandWidth * Math.Sqrt(variance * (daysToCome + (daysToCome * daysToCome / days.Length)));
        var expected = soFar + (mean * daysToCome);
        return new ForecastBand(Math.Max(soFar, expected - width), expected, expected + width);
    }

    private static List<(DateOnly Day, double Tokens, double Rubles)> RunningTotals(IEnumerable<(DateOnly Day, Spend Spend)> days)
    {
        var totals = new List<(DateOnly, double, double)>();
        var (tokens, rubles) = (0d, 0d);
        foreach (var (day, spend) in days)
        {
            tokens += spend.Tokens;
            rubles += (double)spend.Rubles;
            totals.Add((day, tokens, rubles));
        }

        return totals;
    }

    private static IEnumerable<DateOnly> Days(DateOnly first, DateOnly last) =>
        Enumerable.Range(first.DayNumber, Math.Max(0, last.DayNumber - first.DayNumber + 1)).Select(DateOnly.FromDayNumber);
}
