namespace GigaChat.Usage.Benchmarks.Forecast;

/// <summary>Errors and band coverage over many forecasts. Errors are mean absolute errors as a share of the mean value.</summary>
public sealed class BacktestResult
{
    private (double Value, double Reference, double Ours, int In80, int In95, int Count) _day;
    private (double Value, double Reference, double Ours, int In80, int In95, int Count) _sum;

    /// <summary>The series.</summary>
    public required string Series { get; init; }

    /// <summary>How many forecasts.</summary>
    public int Forecasts => _sum.Count;

    /// <summary>The error of the reference's sum.</summary>
    public double ReferenceSumError => _sum.Reference / _sum.Value;

    /// <summary>The error of the sum.</summary>
    public double SumError => _sum.Ours / _sum.Value;

    /// <summary>The error of the reference's day.</summary>
    public double ReferenceDayError => _day.Reference / _day.Value;

    /// <summary>The error of a day.</summary>
    public double DayError => _day.Ours / _day.Value;

    /// <summary>The share of days within the 80 % band.</summary>
    public double Day80 => (double)_day.In80 / _day.Count;

    /// <summary>The share of days within the 95 % band.</summary>
    public double Day95 => (double)_day.In95 / _day.Count;

    /// <summary>The share of sums within the 80 % band.</summary>
    public double Sum80 => (double)_sum.In80 / _sum.Count;

    /// <summary>The share of sums within the 95 % band.</summary>
    public double Sum95 => (double)_sum.In95 / _sum.Count;

    /// <summary>All results as one.</summary>
    /// <param name="results">The results.</param>
    public static BacktestResult Total(IEnumerable<BacktestResult> results)
    {
        var total = new BacktestResult { Series = "**all**" };
        foreach (var result in results)
        {
            total._day = Add(total._day, result._day);
            total._sum = Add(total._sum, result._sum);
        }

        return total;
    }

    internal void AddDay(double value, double reference, double ours, (bool In80, bool In95) band) => _day = Add(_day, One(value, reference, ours, band));

    internal void AddSum(double value, double reference, double ours, (bool In80, bool In95) band) => _sum = Add(_sum, One(value, reference, ours, band));

    private static (double, double, double, int, int, int) One(double value, double reference, double ours, (bool In80, bool In95) band) =>
        (value, Math.Abs(value - reference), Math.Abs(value - ours), band.In80 ? 1 : 0, band.In95 ? 1 : 0, 1);

    private static (double, double, double, int, int, int) Add(
        (double Value, double Reference, double Ours, int In80, int In95, int Count) a, (double Value, double Reference, double Ours, int In80, int In95, int Count) b) =>
        (a.Value + b.Value, a.Reference + b.Reference, a.Ours + b.Ours, a.In80 + b.In80, a.In95 + b.In95, a.Count + b.Count);
}
