using CsCheck;
using GigaChat.Usage.Forecasting;

namespace GigaChat.Usage.Tests.Forecasting;

/// <summary>What holds of the forecast of any series: empty days, gaps, spikes, few days and many, small values and
/// huge ones.</summary>
internal sealed class SeasonalForecastProperties
{
    private const int Ahead = 90;

    private static readonly Gen<double> Day = Gen.Frequency(
        (6, Gen.Double[0.5, 2]),
        (2, Gen.Const(0d)),
        (1, Gen.Const(1d)),
        (1, Gen.Double[0, 1_000])
    );

    // Runs of alike days, days at random, and both times a scale from a token to a million of millions.
    private static readonly Gen<double[]> Days = Gen.Select(
        Gen.Select(Day, Gen.Int[1, 60], static (value, length) => Enumerable.Repeat(value, length).ToArray()).Array[
            0,
            12
        ],
        Day.Array[0, 200],
        Gen.Bool,
        Gen.Double[0, 12],
        static (runs, days, runsFirst, scale) =>
            (
                runsFirst
                    ? runs.SelectMany(static run => run).Concat(days)
                    : days.Concat(runs.SelectMany(static run => run))
            )
                .Select(value => Math.Floor(value * Math.Pow(10, scale)))
                .ToArray()
    );

    private static readonly Gen<DateOnly> Today = Gen.Int[0, 2_000]
        .Select(static day => new DateOnly(2023, 1, 1).AddDays(day));

    [Test]
    public void Forecast_of_any_series_is_ordered_bounded_and_adds_up() =>
        Gen.Select(Days, Today)
            .Sample(
                static (days, today) =>
                {
                    if (Forecast(days, today) is not { } ahead)
                        return true;
                    var sum = 0d;
                    foreach (var (day, at) in ahead.Select(static (day, at) => (day, at)))
                    {
                        sum += day.Value.Expected;
                        var mean = Math.Max(sum / (at + 1), days.Max());
                        if (!IsSound(day.Value) || !IsSound(day.Sum) || Math.Abs(day.Sum.Expected - sum) > 1e-9 * sum)
                            return false;
                        if (
                            day.Value.High95 > 20 * (day.Value.Expected + (0.05 * mean))
                            || day.Sum.High95 > 8 * (sum + (0.05 * mean * (at + 1))) * (1 + 1e-9)
                        )
                            return false;
                        if (
                            at > 0
                            && (day.Sum.Low95 < ahead[at - 1].Sum.Low95 || day.Sum.High95 < ahead[at - 1].Sum.High95)
                        )
                            return false;
                    }

                    return ahead.Count == Ahead && ahead[0].Day == today;
                },
                iter: 300,
                threads: 1
            );

    [Test]
    public void Expected_value_of_any_series_stays_within_what_twelve_weeks_have_seen_but_for_the_calendar_and_a_proven_trend() =>
        Gen.Select(Days, Today)
            .Sample(
                static (days, today) =>
                {
                    if (Forecast(days, today) is not { } ahead)
                        return true;
                    var trend = Math.Exp(0.3);
                    var highest = new DailySeries(today.AddDays(-days.Length), days).Normal.TakeLast(84).Max();
                    return ahead.All(day => day.Value.Expected <= highest * trend * 2);
                },
                iter: 300,
                threads: 1
            );

    [Test]
    public void Scaled_series_has_the_scaled_forecast() =>
        Gen.Select(Days, Today, Gen.Int[-20, 20])
            .Sample(
                static (days, today, power) =>
                {
                    // Powers of two scale without rounding.
                    var factor = Math.Pow(2, power);
                    var (plain, scaled) = (
                        Forecast(days, today),
                        Forecast([.. days.Select(value => value * factor)], today)
                    );
                    return plain is null
                        ? scaled is null
                        : plain
                            .Zip(scaled!)
                            .All(pair =>
                                Near(pair.First.Value.Expected * factor, pair.Second.Value.Expected)
                                && Near(pair.First.Value.High95 * factor, pair.Second.Value.High95)
                                && Near(pair.First.Sum.Low80 * factor, pair.Second.Sum.Low80)
                                && Near(pair.First.Sum.High80 * factor, pair.Second.Sum.High80)
                            );
                },
                iter: 200,
                threads: 1
            );

    [Test]
    public void Forecast_of_the_same_series_is_the_same() =>
        Gen.Select(Days, Today)
            .Sample(
                static (days, today) =>
                    Forecast(days, today) is not { } ahead || ahead.SequenceEqual(Forecast(days, today)!),
                iter: 50,
                threads: 1
            );

    [Test]
    public void Outlook_of_any_history_has_bands_of_some_width_or_none() =>
        Gen.Select(Days, Today)
            .Sample(
                static (days, today) =>
                {
                    var ahead = new DaysAhead(days, today, 30);
                    var sum = ahead.Sum(static _ => 1);
                    if (ahead.Method == ForecastMethod.Mean)
                        return sum is { Expected: >= 0, Low80: null, High80: null, Low95: null, High95: null };
                    return Enumerable
                        .Range(0, 30)
                        .Select(day => ahead.Day(day).Tokens)
                        .Append(sum)
                        .All(static range =>
                            range.Low95 >= 0
                            && range.Low95 <= range.Low80
                            && range.Low80 <= range.Expected
                            && range.Expected <= range.High80
                            && range.High80 <= range.High95
                            && range.Low80 < range.High80
                            && range.Low95 < range.High95
                        );
                },
                iter: 300,
                threads: 1
            );

    private static IReadOnlyList<DailyForecast>? Forecast(double[] days, DateOnly today) =>
        SeasonalModel.TryFit(today.AddDays(-days.Length), days)?.Forecast(Ahead);

    private static bool IsSound(in Band band) =>
        double.IsFinite(band.High95)
        && band.Low95 >= 0
        && band.Low95 <= band.Low80
        && band.Low80 <= band.Expected
        && band.Expected <= band.High80
        && band.High80 <= band.High95
        && band.Low80 < band.High80
        && band.Low95 < band.High95;

    private static bool Near(double expected, double actual) =>
        Math.Abs(expected - actual) <= 1e-6 * Math.Max(expected, actual);
}
