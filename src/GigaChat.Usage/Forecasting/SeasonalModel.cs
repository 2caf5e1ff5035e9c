namespace GigaChat.Usage;

/// <summary>Forecasts a daily series: robust Holt–Winters with a damped trend and weekdays, and bands from the errors it would have made before.</summary>
/// <remarks>
/// Weights are those of a small grid with the least error one day and one week ahead. Then the forecast is made again from every past day, and its
/// errors at each distance, those of a day and those of the sum up to it, are the measure of the bands: trend breaks that happened are in them.
/// </remarks>
internal sealed class SeasonalModel
{
    /// <summary>The fewest days a forecast with bands needs.</summary>
    public const int FewestDays = 21;

    private const int LongestHistory = 400;

    private readonly DailySeries _series;
    private readonly SmoothingWeights _weights;
    private readonly int _warmUp;
    private readonly SmoothingState _state;
    private readonly ForecastErrors _errors;

    private SeasonalModel(DailySeries series, int horizon)
    {
        _series = series;
        _warmUp = Math.Clamp(series.Values.Length / 3, 14, 42);
        _weights = SmoothingWeights.Grid.MinBy(Loss);
        _errors = new ForecastErrors(Math.Clamp((series.Values.Length - _warmUp) / 2, 1, horizon));
        _state = Run(_weights, Remember);
    }

    /// <summary>Fits a series; null when it is too short.</summary>
    /// <param name="series">The series; its last day is the last whole one.</param>
    /// <param name="horizon">How many days ahead will be asked for.</param>
    public static SeasonalModel? TryFit(DailySeries series, int horizon)
    {
        var known = series.Values.Count(static value => value is not null);
        if (known < FewestDays || series.Values.All(static value => value is null or 0))
            return null;
        var skipped = Math.Max(0, series.Values.Length - LongestHistory);
        return new SeasonalModel(
            skipped == 0 ? series : new DailySeries(series.First.AddDays(skipped), series.Values.Skip(skipped).Select(static value => value ?? 0)), horizon);
    }

    /// <summary>The value of a day and the sum up to it, so many days after the series' last; 1 is the next.</summary>
    public IReadOnlyList<DailyForecast> Forecast(int days)
    {
        var result = new DailyForecast[days];
        var sum = 0d;
        for (var ahead = 1; ahead <= days; ahead++)
        {
            var index = _series.Values.Length - 1 + ahead;
            var value = _state.Ahead(ahead, _series.WeekdayOf(index));
            sum += value;
            result[ahead - 1] = new DailyForecast(
                _series.First.AddDays(index),
                _errors.OfDay(value, SmoothingState.Unit(value, _state.Level), ahead),
                _errors.OfSum(sum, ahead));
        }

        return result;
    }

    private double Loss(SmoothingWeights weights)
    {
        var (day, days, week, weeks) = (0d, 0, 0d, 0);
        Run(weights, (in state, next) =>
        {
            if (_series.Values[next] is { } known)
            {
                day += Math.Abs(known - state.Ahead(1, _series.WeekdayOf(next)));
                days++;
            }

            if (next + SmoothingState.Week > _series.Values.Length)
                return;
            var error = 0d;
            for (var i = 0; i < SmoothingState.Week; i++)
            {
                if (_series.Values[next + i] is { } value)
                    error += value - state.Ahead(i + 1, _series.WeekdayOf(next + i));
            }

            week += Math.Abs(error);
            weeks++;
        });
        return (days == 0 ? 0 : day / days) + (weeks == 0 ? 0 : week / weeks / SmoothingState.Week);
    }

    private void Remember(in SmoothingState state, int next)
    {
        var (sum, known) = (0d, 0d);
        for (var ahead = 1; ahead <= _errors.Horizon && next + ahead <= _series.Values.Length; ahead++)
        {
            var index = next + ahead - 1;
            var expected = state.Ahead(ahead, _series.WeekdayOf(index));
            sum += expected;
            known += _series.Values[index] ?? expected;
            if (_series.Values[index] is { } value)
                _errors.AddDay(ahead, (value - expected) / SmoothingState.Unit(expected, state.Level));
            _errors.AddSum(ahead, (known - sum) / Math.Max(sum, 1e-9));
        }
    }

    /// <summary>Moves a state over the series; past the warm-up each day is shown before the state learns it.</summary>
    private SmoothingState Run(SmoothingWeights weights, Watch watch)
    {
        var state = Start(weights);
        for (var i = 0; i < _series.Values.Length; i++)
        {
            if (i >= _warmUp)
                watch(state, i);
            state.Next(_series.Values[i], _series.WeekdayOf(i));
        }

        return state;
    }

    private SmoothingState Start(SmoothingWeights weights)
    {
        var weeks = Math.Min(_series.Values.Length, _warmUp);
        Span<double> factors = stackalloc double[SmoothingState.Week];
        for (var weekday = 0; weekday < SmoothingState.Week; weekday++)
            factors[weekday] = Median(Enumerable.Range(0, weeks).Where(i => _series.WeekdayOf(i) == weekday).Select(i => _series.Values[i]).OfType<double>());
        var level = 0d;
        foreach (var factor in factors)
            level += factor / SmoothingState.Week;
        for (var weekday = 0; weekday < SmoothingState.Week; weekday++)
            factors[weekday] = level > 0 ? factors[weekday] / level : 1;
        return new SmoothingState(weights, level, factors, scale: 0.3);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private delegate void Watch(in SmoothingState state, int next);
}
