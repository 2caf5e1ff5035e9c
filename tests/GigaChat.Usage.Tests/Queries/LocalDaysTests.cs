namespace GigaChat.Usage.Tests.Queries;

[Property("Lesson", "L10")]
public sealed class LocalDaysTests
{
    /// <summary>Zones that skipped a day, skipped or repeated midnights, or are not whole hours from UTC.</summary>
    private static readonly string[] Zones =
    [
        "UTC",
        "Europe/Moscow",
        "America/St_Johns",
        "America/Sao_Paulo",
        "America/Havana",
        "Asia/Beirut",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia",
    ];

    private static readonly long From = LocalDays.LabelOf(new(2009, 12, 30));
    private static readonly long To = LocalDays.LabelOf(new(2012, 1, 3));

    [TestCaseSource(nameof(Zones))]
    public void Intervals_follow_one_another_and_have_the_day_of_each_moment(string id)
    {
        var days = new LocalDays(TimeZoneInfo.FindSystemTimeZoneById(id));

        var at = From;
        foreach (var (from, to, day) in days.Stretches(From, To))
        {
            from.Should().Be(at);
            foreach (var moment in (long[])[from, from + ((to - from) / 2), to - 1])
            {
                LocalDays.LabelOf(Calendar(moment, days.Zone)).Should().Be(day);
                days.DayOf(moment).Should().Be(day);
            }

            at = to;
        }

        at.Should().Be(To);
    }

    [TestCaseSource(nameof(Zones))]
    public void A_period_has_all_moments_of_its_day_and_starts_with_the_first(string id)
    {
        var days = new LocalDays(TimeZoneInfo.FindSystemTimeZoneById(id));
        foreach (var day in days.Stretches(From, To).GroupBy(static stretch => stretch.Day).Skip(2).SkipLast(2))
        {
            var whole = (day.First().From, day.Last().To);

            days.PeriodOf(day.First().To - 1).Should().Be(whole);
            days.StartOf(day.Key).Should().Be(whole.From);
        }
    }

    [TestCaseSource(nameof(Zones))]
    public void Parts_of_one_offset_are_those_of_the_zone(string id)
    {
        var days = new LocalDays(TimeZoneInfo.FindSystemTimeZoneById(id));

        var parts = days.Offsets(From, To).ToList();

        parts
            .Select(static part => part.From)
            .Should()
            .Equal(parts.Select(static part => part.To).SkipLast(1).Prepend(From));
        parts[^1].To.Should().Be(To);
        parts.Should().OnlyContain(part => days.OffsetAt(part.From) == part.Offset);
        parts.Should().OnlyContain(part => days.OffsetAt(part.To - 1) == part.Offset);
        parts.Zip(parts.Skip(1)).Where(static pair => pair.First.Offset == pair.Second.Offset).Should().BeEmpty();
    }

    [Test]
    public void A_skipped_day_starts_with_the_next_one()
    {
        var days = new LocalDays(TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia"));

        var skipped = LocalDays.LabelOf(new(2011, 12, 30));

        days.StartOf(skipped).Should().Be(days.StartOf(skipped + TimeSpan.MicrosecondsPerDay));
        LocalDays.TimeOf(days.StartOf(skipped)).Should().Be(new DateTime(2011, 12, 30, 10, 0, 0, DateTimeKind.Utc));
    }

    [Test]
    public void A_day_that_began_twice_starts_the_first_time()
    {
        // St. John's put the clock back from 00:01 to 23:01: one minute of the 7th came before the last hour of the 6th.
        var days = new LocalDays(TimeZoneInfo.FindSystemTimeZoneById("America/St_Johns"));

        var start = ReportDays.StartOf(new(2010, 11, 7), days.Zone);

        start.Should().Be(new DateTimeOffset(2010, 11, 7, 2, 30, 0, TimeSpan.Zero));
        days.DayOf(LocalDays.LabelOf(new(2010, 11, 7)) + (4 * 3_600_000_000L))
            .Should()
            .Be(LocalDays.LabelOf(new(2010, 11, 7)));
    }

    private static DateOnly Calendar(long moment, TimeZoneInfo zone) =>
        ReportDays.DayOf(new(LocalDays.TimeOf(moment)), zone);
}
