using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.Forecasting;

namespace GigaChat.Usage.Benchmarks.Forecast;

/// <summary>A year of daily tokens made up to look like an application's: weekdays, days off, growth, breaks, outages,
/// noise. The same for the same seed.</summary>
public static class SyntheticDays
{
    /// <summary>The length of a series.</summary>
    public const int Length = 365;

    private static readonly double[] Office = [0.12, 1.15, 1.25, 1.2, 1.2, 1.05, 0.2];
    private static readonly double[] Consumer = [1.35, 0.9, 0.85, 0.85, 0.9, 1.05, 1.3];
    private static readonly double[] School = [0.9, 1.2, 1.1, 1.1, 1.05, 0.95, 0];

    /// <summary>The series' names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    ["office", "consumer growth", "launch and outage", "school with holidays", "noisy pilot"];

    /// <summary>Creates a series.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">Which draw.</param>
    /// <returns>What was really used, and what the counter saw of it: zeros where it was off.</returns>
    public static (double[] Used, double[] Seen) Make(string name, int seed)
    {
        var random = new Random(HashCode(name) + seed);
        var used = new double[Length];
        var seen = new double[Length];
        var level = 1_000_000d;
        var walk = 0d;
        for (var day = 0; day < Length; day++)
        {
            walk += 0.01 * Normal(random);
            var (shape, noise, factor) = name switch
            {
                "office" => (Office, 0.10, 1 + (0.3 * day / Length)),
                "consumer growth" => (
                    Consumer,
                    0.12,
                    Math.Exp(0.004 * Math.Min(day, 220)) * (day < 220 ? 1 : Math.Exp(-0.001 * (day - 220)))
                ),
                "launch and outage" => (
                    Office,
                    0.15,
                    day < 140 ? 1
                    : day < 260 ? 2.2
                    : 1.6
                ),
                "school with holidays" => (School, 0.12, day is >= 100 and < 110 ? 0.3 : 1 + (0.5 * day / Length)),
                _ => (Consumer, 0.35, 1.0),
            };
            used[day] = Math.Max(
                0,
                level * factor * Math.Exp(walk) * shape[Weekday(name, DayOf(day))] * Math.Exp(noise * Normal(random))
            );
            seen[day] = name.Contains("outage", StringComparison.Ordinal) && day % 90 is >= 40 and < 43 ? 0 : used[day];
        }

        return (used, seen);
    }

    /// <summary>The date of a day of every series.</summary>
    /// <param name="day">The day, from 0.</param>
    public static DateOnly DayOf(int day) => new DateOnly(2025, 6, 2).AddDays(day);

    /// <summary>The weekday that a day is used like: offices and schools have days off when the calendar
    /// does.</summary>
    private static int Weekday(string name, DateOnly day) =>
        ProductionCalendar.KindOf(day) switch
        {
            CalendarDay.DayOff when name is not ("consumer growth" or "noisy pilot") => (int)DayOfWeek.Sunday,
            CalendarDay.WorkingWeekend when name is not ("consumer growth" or "noisy pilot") => (int)DayOfWeek.Friday,
            _ => (int)day.DayOfWeek,
        };

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static int HashCode(string name) =>
        name.Aggregate(17, static (hash, letter) => unchecked((hash * 31) + letter));
}
