using System.Globalization;
using GigaChat.Usage.Forecasting;

namespace GigaChat.Usage.Tests.Forecasting;

/// <summary>Series that made the forecast before this one collapse or explode.</summary>
internal sealed class SeasonalForecastTests
{
    private const double Day = 1_000_000;

    private static readonly DateOnly Monday = new(2026, 6, 15);

    [Test]
    public void Launch_after_a_month_without_use_is_forecast_at_its_new_level()
    {
        double[] days = [1_000, .. Repeat(0, 30), .. Repeat(Day, 10)];

        var sum = Forecast(days, Monday, 30)[^1].Sum;

        sum.Expected.Should().BeInRange(0.9 * 30 * Day, 30 * Day);
        sum.High95.Should().BeGreaterThan(30 * Day);
    }

    [Test]
    public void Ninth_of_January_after_holidays_is_forecast_as_before_them()
    {
        // An office at a sixth of its use from 1 to 8 January; the 9th is a day off in 2026, and work begins on the
        // 12th.
        var today = new DateOnly(2026, 1, 9);
        double[] days = [.. Days(today.AddDays(-100), today).Select(static day => Office(day, holiday: 0.15))];

        var sum = Forecast(days, today, 28)[^1].Sum;

        var coming = Days(today, today.AddDays(28)).Sum(static day => Office(day, holiday: 0.15));
        sum.Expected.Should().BeInRange(0.9 * coming, 1.1 * coming);
        coming.Should().BeInRange(sum.Low95, sum.High95);
    }

    [Test]
    public void Eleven_days_without_use_lower_the_forecast_and_do_not_end_it()
    {
        double[] days = [.. Repeat(Day, 90), .. Repeat(0, 11)];

        var ahead = Forecast(days, Monday, 28);

        ahead[^1].Sum.Expected.Should().BeInRange(2 * Day, 20 * Day);
        ahead[^1].Sum.High95.Should().BeGreaterThan(20 * Day);
        ahead.Should().OnlyContain(static day => day.Value.Expected > 0);
    }

    [Test]
    public void Half_a_year_without_use_is_forecast_at_next_to_nothing_with_a_band()
    {
        double[] days = [.. Repeat(Day, 90), .. Repeat(0, 180)];

        var sum = Forecast(days, Monday, 28)[^1].Sum;

        sum.Expected.Should().Be(0);
        sum.High80.Should().BeInRange(1, Day);
    }

    [Test]
    public void Spike_of_a_day_does_not_explode_the_forecast()
    {
        double[] days = [.. Repeat(Day, 90), 1_000 * Day, Day, Day];

        var sum = Forecast(days, Monday, 28)[^1].Sum;

        // The 7-day mean alone would have been 4,024 days' worth.
        sum.Expected.Should().BeLessThan(200 * Day);
        sum.High95.Should().BeLessThan(8 * (sum.Expected + (0.1 * 1_000 * Day)));
    }

    [Test]
    public void Year_of_the_same_value_has_bands_of_some_width()
    {
        var ahead = Forecast([.. Repeat(Day, 365)], new DateOnly(2026, 7, 1), 28);

        ahead[^1].Sum.Expected.Should().BeApproximately(28 * Day, Day / 1_000);
        foreach (var day in ahead)
        {
            day.Value.High80.Should().BeGreaterThan(1.01 * Day);
            day.Value.Low80.Should().BeLessThan(0.99 * Day);
        }
    }

    [Test]
    public void Holidays_ahead_are_forecast_like_those_of_the_year_before()
    {
        var today = new DateOnly(2025, 12, 29);
        double[] days = [.. Days(today.AddDays(-400), today).Select(static day => Office(day, holiday: 0.05))];

        var ahead = Forecast(days, today, 28);

        foreach (var day in ahead)
            day.Value.Expected.Should()
                .BeApproximately(
                    Office(day.Day, holiday: 0.05),
                    0.16 * Day,
                    day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                );
    }

    [Test]
    public void Holidays_that_an_application_does_not_know_change_nothing()
    {
        var today = new DateOnly(2025, 12, 29);
        var ahead = Forecast([.. Repeat(Day, 400)], today, 28);

        ahead.Should().OnlyContain(static day => Math.Abs(day.Value.Expected - Day) < 1);
    }

    [Test]
    public void Worked_Saturday_is_forecast_as_a_working_day()
    {
        var today = new DateOnly(2025, 10, 27);
        double[] days = [.. Days(today.AddDays(-120), today).Select(static day => Office(day, holiday: 0.1))];

        var saturday = Forecast(days, today, 7).Single(static day => day.Day == new DateOnly(2025, 11, 1));

        saturday.Value.Expected.Should().BeApproximately(Day, 0.01 * Day);
    }

    [Test]
    public void Growth_that_every_week_proves_moves_the_forecast_beyond_what_was_seen_by_less_than_a_third()
    {
        double[] days = [.. Enumerable.Range(0, 140).Select(static day => Day * Math.Exp(0.01 * day))];

        var ahead = Forecast(days, Monday, 28);

        ahead[^1].Value.Expected.Should().BeInRange(days[^1], days[^1] * Math.Exp(0.3));
    }

    [Test]
    public void Weekday_patterns_that_alternate_do_not_prove_a_trend()
    {
        double[] days = [.. Enumerable.Range(0, 140).Select(static day => day / 7 % 2 == 0 ? Day : 2 * Day)];

        var ahead = Forecast(days, Monday, 28);

        ahead.Should().OnlyContain(static day => day.Value.Expected >= Day && day.Value.Expected <= 2 * Day);
    }

    [Test]
    public void Gap_in_the_records_is_filled_once_use_goes_on()
    {
        double[] whole = [.. Repeat(Day, 90)];
        double[] broken = [.. whole];
        Array.Clear(broken, 70, 10);

        Forecast(broken, Monday, 28)[^1]
            .Sum.Expected.Should()
            .BeApproximately(Forecast(whole, Monday, 28)[^1].Sum.Expected, 1);
    }

    private static IReadOnlyList<DailyForecast> Forecast(double[] days, DateOnly today, int count) =>
        SeasonalModel.TryFit(today.AddDays(-days.Length), days)!.Forecast(count);

    private static double Office(DateOnly day, double holiday) =>
        ProductionCalendar.KindOf(day) switch
        {
            CalendarDay.DayOff => holiday * Day,
            CalendarDay.WorkingWeekend => Day,
            _ => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.2 * Day : Day,
        };

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly until)
    {
        for (var day = from; day < until; day = day.AddDays(1))
            yield return day;
    }

    private static IEnumerable<double> Repeat(double value, int count) => Enumerable.Repeat(value, count);
}
