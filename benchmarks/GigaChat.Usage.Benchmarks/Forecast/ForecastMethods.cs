using GigaChat.Usage.Forecasting;

namespace GigaChat.Usage.Benchmarks.Forecast;

/// <summary>The forecasts that are compared: each day ahead from the days so far.</summary>
public static class ForecastMethods
{
    /// <summary>The name of the library's method in tables.</summary>
    public const string Seasonal = "seasonal forecast";

    private const int Week = 7;

    private static readonly double[] Weights = [0.05, 0.1, 0.2, 0.3, 0.5];

    /// <summary>The established methods, by name.</summary>
    public static IReadOnlyDictionary<string, Func<double[], int, double[]>> Established { get; } =
        new Dictionary<string, Func<double[], int, double[]>>
        {
            ["7-day mean (reference)"] = static (days, ahead) => Same(days[^Week..].Average(), ahead),
            ["seasonal naive (last week)"] = static (days, ahead) =>
                [.. Enumerable.Range(0, ahead).Select(i => days[days.Length - Week + (i % Week)])],
            ["last 28 days"] = static (days, ahead) => Same(days[^28..].Average(), ahead),
            ["median of four weeks"] = static (days, ahead) => Same(Median(Weeks(days, 4)) / Week, ahead),
            ["exponential smoothing of weeks, 0.3"] = static (days, ahead) =>
                Same(Smoothed(Weeks(days, 26)) / Week, ahead),
            ["Theta, weekdays"] = Theta,
        };

    /// <summary>Gets the library's forecast with its bands.</summary>
    internal static IReadOnlyList<DailyForecast> Ours(DateOnly first, double[] days, int ahead)
    {
        double[] used = [.. days.SkipWhile(static value => value == 0)];
        return SeasonalModel.TryFit(first.AddDays(days.Length - used.Length), used)!.Forecast(ahead);
    }

    private static double[] Same(double value, int ahead) => [.. Enumerable.Repeat(value, ahead)];

    /// <summary>The totals of the last weeks, the oldest first.</summary>
    private static double[] Weeks(double[] days, int count)
    {
        var weeks = Math.Min(count, days.Length / Week);
        return [.. Enumerable.Range(0, weeks).Select(i => days[(days.Length - ((weeks - i) * Week))..][..Week].Sum())];
    }

    private static double Smoothed(double[] weeks) =>
        weeks.Aggregate(static (level, week) => level + (0.3 * (week - level)));

    /// <summary>Theta after Assimakopoulos and Nikolopoulos (2000), weekdays divided out: a smoothed level and half of
    /// the linear trend of 12 weeks.</summary>
    private static double[] Theta(double[] all, int ahead)
    {
        var days = all[^(Math.Min(12, all.Length / Week) * Week)..];
        var mean = Math.Max(days.Average(), double.Epsilon);
        double[] weekday =
        [
            .. Enumerable.Range(0, Week).Select(i => days.Where((_, at) => at % Week == i).Average() / mean),
        ];
        double[] level = [.. days.Select((value, at) => weekday[at % Week] > 0 ? value / weekday[at % Week] : mean)];
        var middle = (level.Length - 1) / 2d;
        var slope =
            level.Select((value, at) => (at - middle) * value).Sum()
            / level.Select((_, at) => (at - middle) * (at - middle)).Sum();
        var alpha = Weights.MinBy(alpha => OneStep(level, alpha).Error);
        var (last, _) = OneStep(level, alpha);
        return
        [
            .. Enumerable
                .Range(0, ahead)
                .Select(i => Math.Max(0, (last + (slope / 2 * (i + (1 / alpha)))) * weekday[i % Week])),
        ];
    }

    private static (double Level, double Error) OneStep(double[] values, double alpha)
    {
        var (level, error) = (values[0], 0d);
        foreach (var value in values)
        {
            error += (value - level) * (value - level);
            level += alpha * (value - level);
        }

        return (level, error);
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
