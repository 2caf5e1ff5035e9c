using GigaChat.Usage.Forecasting;

namespace GigaChat.Usage.Benchmarks.Forecast;

/// <summary>What forecasts from many past days came to.</summary>
public sealed class BacktestResult
{
    private readonly Dictionary<(string Method, int Days), List<double>> _errors = [];
    private readonly Dictionary<(int Days, int Percent), List<bool>> _covered = [];
    private readonly Dictionary<(int Days, int Percent), List<double>> _widths = [];

    /// <summary>The name of the series.</summary>
    public required string Series { get; init; }

    /// <summary>The number of forecasts.</summary>
    public int Forecasts { get; private set; }

    /// <summary>The methods compared.</summary>
    public IEnumerable<string> Methods => _errors.Keys.Select(static key => key.Method).Distinct();

    /// <summary>Adds results up.</summary>
    /// <param name="name">The name of the whole.</param>
    /// <param name="results">The results.</param>
    public static BacktestResult Total(string name, IEnumerable<BacktestResult> results)
    {
        var total = new BacktestResult { Series = name };
        foreach (var result in results)
        {
            total.Forecasts += result.Forecasts;
            foreach (var (key, errors) in result._errors)
                Of(total._errors, key).AddRange(errors);
            foreach (var (key, covered) in result._covered)
                Of(total._covered, key).AddRange(covered);
            foreach (var (key, widths) in result._widths)
                Of(total._widths, key).AddRange(widths);
        }

        return total;
    }

    /// <summary>The mean error of totals, as a part of what came.</summary>
    /// <param name="method">The method.</param>
    /// <param name="days">The days of a total, 7 or 28.</param>
    public double MeanError(string method, int days) => _errors[(method, days)].Average();

    /// <summary>The median error of totals, as a part of what came.</summary>
    /// <param name="method">The method.</param>
    /// <param name="days">The days of a total, 7 or 28.</param>
    public double MedianError(string method, int days) => Median(_errors[(method, days)]);

    /// <summary>The share of values within a band.</summary>
    /// <param name="days">The days of a total, 7 or 28; 1 for single days.</param>
    /// <param name="percent">80 or 95.</param>
    public double Coverage(int days, int percent) =>
        _covered[(days, percent)].Average(static inside => inside ? 1d : 0d);

    /// <summary>The median width of bands, as a part of the expected value.</summary>
    /// <param name="days">The days of a total, 7 or 28; 1 for single days.</param>
    /// <param name="percent">80 or 95.</param>
    public double Width(int days, int percent) => Median(_widths[(days, percent)]);

    internal void AddError(string method, int days, double value, double expected) =>
        Of(_errors, (method, days)).Add(Math.Abs(expected - value) / value);

    internal void AddBand(int days, double value, in Band band)
    {
        // What is shown are whole tokens, the ends rounded outward.
        Add(80, Math.Floor(band.Low80), Math.Ceiling(band.High80), band.Expected);
        Add(95, Math.Floor(band.Low95), Math.Ceiling(band.High95), band.Expected);

        void Add(int percent, double low, double high, double expected)
        {
            Of(_covered, (days, percent)).Add(value >= low && value <= high);
            if (expected > 0)
                Of(_widths, (days, percent)).Add((high - low) / expected);
        }
    }

    internal void AddForecast() => Forecasts++;

    private static List<T> Of<TKey, T>(Dictionary<TKey, List<T>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
            lists[key] = list = [];
        return list;
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
