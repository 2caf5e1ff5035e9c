namespace GigaChat.Usage.Forecasting;

/// <summary>
/// The expected days from today on, by the seasonal model or, if the history is too short for it, by the mean of the
/// last week.
/// </summary>
internal sealed class DaysAhead
{
    private readonly IReadOnlyList<DailyForecast> _days;

    /// <param name="history">The tokens of consecutive whole days, up to yesterday.</param>
    /// <param name="today">The day after the last of them.</param>
    /// <param name="count">The number of future days, including today.</param>
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

    /// <summary>
    /// Gets the cumulative tokens up to and including a day, at the lower, expected or upper rate of the 80 percent
    /// band.
    /// </summary>
    public Band SumOf(int index) => _days[index].Sum;

    public ForecastDay Day(int index) => new(_days[index].Day, Range(_days[index].Value));

    /// <summary>Gets the sum over all days, each weighted by the requested part of it.</summary>
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
