using System.Text.Json;

namespace GigaChat.Usage.Benchmarks.Forecast;

/// <summary>A daily series to forecast.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Source">Where the series comes from.</param>
/// <param name="First">The day of the first value.</param>
/// <param name="Values">The value of each day.</param>
public sealed record BacktestSeries(string Name, string Source, DateOnly First, double[] Values)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Reads daily series: those that the backtest keeps, or a file of the same form.</summary>
    /// <param name="path">A JSON file of objects with name, source, first and values; null for the series kept.</param>
    public static IReadOnlyList<BacktestSeries> Public(string? path = null)
    {
        using var file = path is null
            ? typeof(BacktestSeries).Assembly.GetManifestResourceStream("daily-series.json")!
            : File.OpenRead(path);
        return JsonSerializer.Deserialize<BacktestSeries[]>(file, Web)!;
    }

    /// <summary>Creates the synthetic series, six draws of each kind.</summary>
    public static IReadOnlyList<BacktestSeries> Synthetic() =>
        [
            .. from name in SyntheticDays.Names
            from seed in Enumerable.Range(0, 6)
            select new BacktestSeries(name, "made up", SyntheticDays.DayOf(0), SyntheticDays.Make(name, seed).Used),
        ];
}
