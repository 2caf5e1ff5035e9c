namespace GigaChat.Usage.Forecasting;

/// <summary>The expected days from today on, by the seasonal model or, where the history is too short for it, by the
/// mean of the last week.</summary>
internal sealed class DaysAhead
{
    private readonly IReadOnlyList<DailyForecast> _days;

    /// <param name="history">Tokens of whole days in a row, up to yesterday.</param>
    /// <param name="today">The day after the last of them.</param>
    /// <param name="count">How many days ahead, today included.</param>
    public DaysAhead(IReadOnlyList<double> history, DateOnly today, int count)
    {
        double[] known = [.. history.SkipWhile(static value => value == 0)];
        History = known.Length;
        if (SeasonalModel.TryFit(today.AddDays(-known.Length), known) is { } model)
        {
            Method = ForecastMethod.Seasonal;
            _days = model.Forecast(count);
            return;
        }

        var mean = known.Length == 0 ? 0 : known.TakeLast(NormalWeek.Days).Average();
        _days =
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new DailyForecast(today.AddDays(i), Same(mean), Same(mean * (i + 1)))),
        ];
    }

    public ForecastMethod Method { get; }

    public int History { get; }

    public int Count => _days.Count;

    public DateOnly DayOf(int index) => _days[index].Day;

    public double ExpectedOf(int index) => _days[index].Value.Expected;

    /// <summary>The cumulated tokens up to and with a day, at the lower, expected or upper pace of the 80 percent
    /// band.</summary>
    public Band SumOf(int index) => _days[index].Sum;

    public ForecastDay Day(int index) => new(_days[index].Day, Range(_days[index].Value));

    /// <summary>The sum over all days, each counted for the part of it that is asked for.</summary>
    public ForecastRange Sum(Func<int, double> partOfDay)
    {
        var expected = 0d;
        for (var i = 0; i < _days.Count; i++)
            expected += _days[i].Value.Expected * partOfDay(i);
        var whole = _days[^1].Sum;
        return Range(whole.Expected > 0 ? whole.Times(expected / whole.Expected) : whole);
    }

    private static Band Same(double value) => new(value, value, value, value, value);

    private ForecastRange Range(in Band band) =>
        Method == ForecastMethod.Seasonal ? ForecastRange.Of(band) : new ForecastRange(ForecastRange.Of(band).Expected);
}
