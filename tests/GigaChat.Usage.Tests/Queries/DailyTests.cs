using CsCheck;
using GigaChat.Usage.Queries;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Tests.Queries;

[Property("Lesson", "L10")]
public sealed class DailyTests
{
    private static readonly string[] Zones =
    [
        "UTC",
        "Europe/Moscow",
        "Europe/London",
        "America/St_Johns",
        "America/Sao_Paulo",
        "America/Havana",
        "Asia/Beirut",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Pacific/Kiritimati",
        "Etc/GMT+12",
    ];

    private static readonly DateTimeOffset Now = new(2026, 3, 10, 22, 30, 0, TimeSpan.Zero);

    [Test]
    public async Task Days_are_days_of_Moscow_and_the_last_one_is_today()
    {
        var usage = new GigaChatTokenUsage(
            new ListUsageReader(
                Records.Of(1, new(2026, 3, 9, 20, 59, 59, TimeSpan.Zero)),
                Records.Of(10, new(2026, 3, 9, 21, 0, 0, TimeSpan.Zero)),
                Records.Of(100, new(2026, 3, 10, 20, 59, 59, TimeSpan.Zero)),
                Records.Of(1000, new(2026, 3, 10, 21, 0, 0, TimeSpan.Zero))
            ),
            timeProvider: new FakeTimeProvider(Now)
        );

        var days = await usage.GetDailyAsync(3);

        days.Select(day => (day.Day, day.Tokens))
            .Should()
            .Equal((new DateOnly(2026, 3, 9), 1), (new DateOnly(2026, 3, 10), 110), (new DateOnly(2026, 3, 11), 1000));
    }

    [Test]
    public async Task Days_are_those_of_the_zone_that_is_asked_for()
    {
        var usage = new GigaChatTokenUsage(
            new ListUsageReader(Records.Of(1, Now.AddMinutes(-31)), Records.Of(10, Now)),
            timeZone: TimeZoneInfo.CreateCustomTimeZone("Test", TimeSpan.FromHours(2), "Test", "Test"),
            timeProvider: new FakeTimeProvider(Now)
        );

        var days = await usage.GetDailyAsync(2);

        days.Select(day => (day.Day, day.Tokens))
            .Should()
            .Equal((new DateOnly(2026, 3, 10), 1), (new DateOnly(2026, 3, 11), 10));
    }

    [Test]
    public async Task A_day_that_the_clock_left_again_keeps_its_tokens()
    {
        // St. John's put the clock back from 00:01 to 23:01, so that one minute of the 7th came before the last hour of
        // the 6th.
        var minuteOfTheSeventh = new DateTimeOffset(2010, 11, 7, 2, 30, 30, TimeSpan.Zero);
        var usage = new GigaChatTokenUsage(
            new ListUsageReader(Records.Of(5, minuteOfTheSeventh)),
            timeZone: TimeZoneInfo.FindSystemTimeZoneById("America/St_Johns")
        );

        var days = await usage.GetByDayAsync(
            new UsageFilter { From = minuteOfTheSeventh.AddMinutes(-5), To = minuteOfTheSeventh.AddMinutes(15) }
        );

        days.Select(day => (day.Day, day.Tokens))
            .Should()
            .Equal((new DateOnly(2010, 11, 6), 0), (new DateOnly(2010, 11, 7), 5));
    }

    [Test]
    public async Task Every_day_is_listed_with_zeros()
    {
        var days = await new GigaChatTokenUsage(
            new ListUsageReader(),
            timeProvider: new FakeTimeProvider(Now)
        ).GetDailyAsync();

        days.Select(day => day.Day)
            .Should()
            .Equal(Enumerable.Range(0, 30).Select(i => new DateOnly(2026, 2, 10).AddDays(i)));
        days.Should().OnlyContain(day => day.Tokens == 0 && day.Count == 0);
    }

    [Test]
    public async Task The_sum_of_days_is_the_total_of_the_range_in_every_zone()
    {
        var from = new DateTimeOffset(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await Gen.Select(Gen.Int[0, Zones.Length - 1], Gen.Int[0, 5000], Gen.Int[0, 60 * 24 * 60], Gen.Int[0, 59])
            .SelectMany(
                (zone, day, minutes, seconds) =>
                {
                    var start = from.AddDays(day).AddSeconds(seconds);
                    var end = start.AddMinutes(minutes);
                    return Records
                        .Random(start.AddDays(-2), end.AddDays(2))
                        .Select(records => (Zones[zone], start, end, records));
                }
            )
            .SampleAsync(
                async sample =>
                {
                    var (zone, start, end, records) = sample;
                    var usage = new GigaChatTokenUsage(
                        new ListUsageReader(records),
                        timeZone: TimeZoneInfo.FindSystemTimeZoneById(zone)
                    );

                    var period = new UsageFilter { From = start, To = end.AddTicks(1) };
                    var days = await usage.GetByDayAsync(period);

                    days.Sum(day => day.Tokens).Should().Be(await usage.GetTotalTokensAsync(start, end));
                    days.Sum(day => day.EstimatedTokens)
                        .Should()
                        .Be((await usage.GetTotalsAsync(period)).EstimatedTokens);
                    days.Select(day => day.Day.DayNumber)
                        .Should()
                        .Equal(Enumerable.Range(days[0].Day.DayNumber, days.Count));
                },
                iter: 500
            );
    }

    [TestCaseSource(nameof(Zones))]
    public void A_day_starts_at_its_first_moment(string id)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        for (var day = new DateOnly(2010, 1, 1); day.Year < 2027; day = day.AddDays(1))
        {
            var start = ReportDays.StartOf(day, zone);

            ReportDays.DayOf(start, zone).Should().BeOnOrAfter(day);
            ReportDays.DayOf(start.AddMicroseconds(-1), zone).Should().BeBefore(day);
        }
    }
}
