namespace GigaChat.Usage.Forecasting;

/// <summary>
/// The seasonal forecast of a daily series: a robust normal week, days off, and bands from the errors that it would
/// have had in the past.
/// </summary>
/// <remarks>
/// An expected value stays within the range of the last twelve weeks, unless a trend is proven or the calendar has a
/// day off; a trend changes it by at most 30 percent. Bands are mixed from the errors of the same method on the past of
/// the series and a prior (<see cref="PriorSpread"/>); a short series has only the prior.
/// </remarks>
internal sealed class SeasonalModel
{
    /// <summary>The minimum number of days for a forecast with bands.</summary>
    public const int FewestDays = 21;

    private const int LongestHistory = 400;

    /// <summary>The number of days from which on only every third past day is used.</summary>
    private const int LongHistory = 200;

    private readonly DailySeries _series;
    private readonly double _largest;
    private readonly NormalWeek _week;
    private readonly PastErrors _errors;

    private SeasonalModel(DailySeries series)
    {
        _series = series;
        var step = series.Length > LongHistory ? 3 : 1;
        _largest = LargestWeek(series.Normal);
        _week = NormalWeek.After(series.Normal, _largest);
        _errors = new PastErrors(step, NoiseLevel.Of(series.Normal, _week));
        for (var origin = series.Length - 1; origin >= FewestDays; origin -= step)
            Remember(origin);
    }

    /// <summary>Fits a series; <c>null</c> if it is too short.</summary>
    /// <param name="first">The day of the first value.</param>
    /// <param name="values">The values of consecutive days, from the first with usage; the last is the newest whole
    /// day.</param>
    public static SeasonalModel? TryFit(DateOnly first, IReadOnlyList<double> values)
    {
        var skipped = Math.Max(0, values.Count - LongestHistory);
        return values.Count < FewestDays || values.Skip(skipped).All(static value => value <= 0)
            ? null
            : new SeasonalModel(new DailySeries(first.AddDays(skipped), values.Skip(skipped)));
    }

    /// <summary>Gets the value of each day after the end of the series, and the sum up to it.</summary>
    /// <param name="days">The number of days, 1 or more.</param>
    public IReadOnlyList<DailyForecast> Forecast(int days)
    {
        var result = new DailyForecast[days];
        var ofDays = _errors.OfDays(((days - 1) / NormalWeek.Days) + 1);
        var ofSums = _errors.OfSums();
        var range = Range(_series.Length);
        var (expected, sum) = (0d, default(Band));
        for (var ahead = 1; ahead <= days; ahead++)
        {
            var value = Expected(_week, range, _series.Length, ahead);
            expected += value;
            var next = ofSums(ahead).Around(expected, _week.Unit * ahead);
            sum = new Band(
                expected,
                Math.Max(sum.Low80, next.Low80),
                Math.Max(sum.High80, next.High80),
                Math.Max(sum.Low95, next.Low95),
                Math.Max(sum.High95, next.High95)
            );
            result[ahead - 1] = new DailyForecast(
                _series.DayOf(_series.Length - 1 + ahead),
                ofDays[(ahead - 1) / NormalWeek.Days].Around(value, _week.Unit),
                sum
            );
        }

        return result;
    }

    private double Expected(in NormalWeek week, (double Lowest, double Highest) range, int origin, int ahead)
    {
        var index = origin - 1 + ahead;
        var kind = _series.KindOf(index);
        var value = week.Expected(ahead, _series.Effects.ShareOf(kind, index, week, ahead));
        return week.HasTrend || kind != CalendarDay.Ordinary ? value : Math.Clamp(value, range.Lowest, range.Highest);
    }

    private (double Lowest, double Highest) Range(int origin)
    {
        var (lowest, highest) = (double.MaxValue, 0d);
        foreach (var value in _series.Normal.AsSpan(0, origin)[^Math.Min(origin, NormalWeek.Memory)..])
            (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        return (lowest, highest);
    }

    private void Remember(int origin)
    {
        var week = NormalWeek.After(_series.Normal.AsSpan(0, origin), _largest);
        var range = Range(origin);
        var (sum, known) = (0d, 0d);
        for (var ahead = 1; ahead <= PastErrors.Horizon && origin + ahead <= _series.Length; ahead++)
        {
            var index = origin + ahead - 1;
            var expected = Expected(week, range, origin, ahead);
            sum += expected;
            known += _series.Values[index];
            if (!_series.IsMissing(index))
                _errors.AddDay(ahead, Error(_series.Values[index], expected, week.Unit));
            if (PastErrors.HasSum(ahead))
                _errors.AddSum(ahead, Error(known, sum, week.Unit * ahead));
        }
    }

    private static double Error(double value, double expected, double unit) =>
        Math.Log((value + unit) / (expected + unit));

    private static double LargestWeek(ReadOnlySpan<double> days)
    {
        var largest = 0d;
        for (var i = 0; i + NormalWeek.Days <= days.Length; i++)
            largest = Math.Max(largest, NormalWeek.Sum(days.Slice(i, NormalWeek.Days)));
        return largest;
    }
}
