using System.Globalization;

namespace GigaChat.Usage.Benchmarks.Forecast;

/// <summary>Forecasts made from many past days of made-up series, held against what came: beside the reference's 7-day mean.</summary>
public static class ForecastBacktest
{
    /// <summary>How many days ahead.</summary>
    public const int Horizon = 30;

    private const int FirstOrigin = 90;
    private const int Step = 9;
    private const int Draws = 6;

    /// <summary>Backtests one series.</summary>
    /// <param name="name">One of <see cref="SyntheticDays.Names"/>.</param>
    public static BacktestResult Run(string name)
    {
        var result = new BacktestResult { Series = name };
        for (var seed = 0; seed < Draws; seed++)
        {
            var (used, seen) = SyntheticDays.Make(name, seed);
            for (var origin = FirstOrigin; origin + Horizon <= SyntheticDays.Length; origin += Step)
                Forecast(result, used, seen, origin);
        }

        return result;
    }

    /// <summary>Backtests every series and writes the table.</summary>
    /// <param name="output">Where to.</param>
    public static void WriteTable(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine("| series | forecasts | sum of 30 days: reference | ours | a day: reference | ours | day in 80 % | in 95 % | sum in 80 % | in 95 % |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        var all = SyntheticDays.Names.Select(Run).ToList();
        foreach (var result in all.Append(BacktestResult.Total(all)))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {result.Series} | {result.Forecasts} | {result.ReferenceSumError:P1} | {result.SumError:P1} | {result.ReferenceDayError:P1} | {result.DayError:P1} | {result.Day80:P1} | {result.Day95:P1} | {result.Sum80:P1} | {result.Sum95:P1} |"));
        }
    }

    private static void Forecast(BacktestResult result, double[] used, double[] seen, int origin)
    {
        var ahead = SeasonalModel.TryFit(new DailySeries(SyntheticDays.DayOf(0), seen.Take(origin)), Horizon)!.Forecast(Horizon);
        var mean = seen[(origin - 7)..origin].Average();
        var coming = used[origin..(origin + Horizon)];
        for (var i = 0; i < Horizon; i++)
            result.AddDay(coming[i], mean, ahead[i].Value.Expected, InBand(coming[i], ahead[i].Value));
        result.AddSum(coming.Sum(), mean * Horizon, ahead[^1].Sum.Expected, InBand(coming.Sum(), ahead[^1].Sum));
    }

    private static (bool In80, bool In95) InBand(double value, Band band) =>
        (value >= band.Low80 && value <= band.High80, value >= band.Low95 && value <= band.High95);
}
