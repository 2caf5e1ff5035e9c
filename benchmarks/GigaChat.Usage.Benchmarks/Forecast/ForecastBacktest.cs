using System.Diagnostics;
using System.Globalization;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Benchmarks.Forecast;

/// <summary>Forecasts made from many past days of daily series, compared with what came and with established
/// methods.</summary>
public static class ForecastBacktest
{
    /// <summary>The days of the longer total.</summary>
    public const int Month = 28;

    /// <summary>The days of the shorter total.</summary>
    public const int Week = 7;

    private const int FirstOrigin = 84;
    private const int Origins = 22;
    private const int Days = 1;

    private static readonly int[] Totals = [Month, Week];
    private static readonly int[] Widths = [Days, Month];
    private static readonly int[] Covered = [Days, Week, Month];
    private static readonly int[] Percents = [80, 95];

    /// <summary>Backtests one series from 22 days, evenly spread from its 84th day on.</summary>
    /// <param name="series">The series.</param>
    public static BacktestResult Run(BacktestSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var result = new BacktestResult { Series = series.Name };
        var last = series.Values.Length - Month;
        for (var i = 0; i < Origins; i++)
            Forecast(result, series, FirstOrigin + (int)((long)i * (last - FirstOrigin) / (Origins - 1)));
        return result;
    }

    /// <summary>Backtests every series and writes the tables.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="path">A JSON file of series to backtest in place of those kept.</param>
    public static void WriteTable(TextWriter output, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        var real = BacktestSeries.Public(path).Select(Run).ToList();
        var synthetic = BacktestSeries
            .Synthetic()
            .Select(Run)
            .GroupBy(static result => result.Series)
            .Select(static kind => BacktestResult.Total(kind.Key, kind))
            .ToList();
        BacktestResult[] all =
        [
            .. real,
            BacktestResult.Total("**public series**", real),
            .. synthetic,
            BacktestResult.Total("**made-up series**", synthetic),
        ];
        foreach (var days in Totals)
            WriteErrors(output, all, days);
        WriteBands(output, all);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"A forecast of 31 days from 400 days takes {Milliseconds():N1} ms (the fastest of 200)."
            )
        );
    }

    private static void WriteErrors(TextWriter output, BacktestResult[] all, int days)
    {
        string[] methods = [.. all[0].Methods];
        output.WriteLine($"Totals of {days} days, mean / median error:");
        output.WriteLine();
        output.WriteLine($"| series | forecasts | {string.Join(" | ", methods)} |");
        output.WriteLine($"|---|---:|{string.Concat(methods.Select(static _ => "---:|"))}");
        foreach (var result in all)
            output.WriteLine(
                $"| {result.Series} | {result.Forecasts} | {string.Join(" | ", methods.Select(method => $"{Percent(result.MeanError(method, days))} / {Percent(result.MedianError(method, days))}"))} |"
            );
        output.WriteLine();
    }

    private static void WriteBands(TextWriter output, BacktestResult[] all)
    {
        output.WriteLine(
            "Share of what came within the bands, and the median width of the bands as a part of the expected value:"
        );
        output.WriteLine();
        output.WriteLine(
            "| series | day in 80 % | in 95 % | 7 days in 80 % | in 95 % | 28 days in 80 % | in 95 % | width of a day, 80 / 95 % | of 28 days, 80 / 95 % |"
        );
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var result in all)
        {
            var covered = string.Join(
                " | ",
                from days in Covered
                from percent in Percents
                select Percent(result.Coverage(days, percent))
            );
            var widths = string.Join(
                " | ",
                Widths.Select(days => $"{Percent(result.Width(days, 80))} / {Percent(result.Width(days, 95))}")
            );
            output.WriteLine($"| {result.Series} | {covered} | {widths} |");
        }

        output.WriteLine();
    }

    private static void Forecast(BacktestResult result, BacktestSeries series, int origin)
    {
        var known = series.Values[..origin];
        var coming = series.Values[origin..(origin + Month)];
        var ours = ForecastMethods.Ours(series.First, known, Month);
        foreach (var days in Totals)
        {
            var value = coming[..days].Sum();
            result.AddBand(days, value, ours[days - 1].Sum);
            if (value == 0)
                continue; // No error is a part of nothing.
            foreach (var (name, method) in ForecastMethods.Established)
                result.AddError(name, days, value, method(known, Month)[..days].Sum());
            result.AddError(ForecastMethods.Seasonal, days, value, ours[days - 1].Sum.Expected);
        }

        for (var i = 0; i < Month; i++)
            result.AddBand(Days, coming[i], ours[i].Value);
        result.AddForecast();
    }

    private static double Milliseconds()
    {
        var series = BacktestSeries.Public()[0];
        var days = series.Values[..400];
        const int Rounds = 200;
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            var started = Stopwatch.GetTimestamp();
            ForecastMethods.Ours(series.First, days, 31);
            var taken = Stopwatch.GetElapsedTime(started);
            fastest = taken < fastest ? taken : fastest;
        }

        return fastest.TotalMilliseconds;
    }

    private static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{part:P1}");
}
