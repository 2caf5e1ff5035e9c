using GigaChat.Usage.Testing.NUnit;

namespace GigaChat.Usage;

public abstract partial class UsageStoreContract
{
    private static IEnumerable<string> Zones =>
        ["Europe/Moscow", "UTC", "Asia/Kolkata", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "custom +00:07"];

    /// <summary>
    /// Days are days of the requested zone: over changes of the clock, with offsets of half an hour, and their sum is
    /// the range (L10).
    /// </summary>
    [TestCaseSource(nameof(Zones)), Property("Lesson", "L10")]
    public async Task Days_are_days_of_the_zone_and_add_up_to_the_range_L10(string zoneId)
    {
        var zone = NaiveUsage.Zone(zoneId);

        // New York sets its clock forward on 8 March 2026 and back on 1 November.
        foreach (
            var start in new[]
            {
                new DateTimeOffset(2026, 3, 7, 0, 0, 0, TimeSpan.Zero),
                new DateTimeOffset(2026, 10, 31, 0, 0, 0, TimeSpan.Zero),
            }
        )
        {
            var records = Enumerable.Range(0, 300).Select(i => At(start.AddMinutes(i * 13.0), i)).ToArray();
            await AppendAsync(records);

            foreach (var filter in Periods(start))
            {
                var grouping = new UsageGrouping(UsageDimensions.Day) { TimeZone = zone };
                var days = await _reader.AggregateAsync(filter, grouping);

                Assert.That(days, Is.EqualTo(NaiveUsage.Aggregate(records, filter, grouping)));
                Assert.That(days.Sum(day => day.TotalTokens), Is.EqualTo((await SumAsync(filter)).TotalTokens));
            }
        }
    }

    /// <summary>
    /// Weeks, months, weekdays and hours of the day are those of the requested zone, and each adds up to the range
    /// (L10).
    /// </summary>
    [TestCaseSource(nameof(Zones)), Property("Lesson", "L10")]
    public async Task Calendar_keys_are_those_of_the_zone_L10(string zoneId)
    {
        var zone = NaiveUsage.Zone(zoneId);
        UsageDimensions[] keys =
        [
            UsageDimensions.Week,
            UsageDimensions.Month,
            UsageDimensions.Weekday,
            UsageDimensions.LocalHour,
            UsageDimensions.Week | UsageDimensions.Month,
            UsageDimensions.Month | UsageDimensions.Weekday,
            UsageDimensions.Week | UsageDimensions.User,
            UsageDimensions.Weekday | UsageDimensions.LocalHour,
        ];

        // Over the end of a year, with a week in both, and over New York's change of clock.
        foreach (
            var start in new[]
            {
                new DateTimeOffset(2026, 12, 20, 0, 0, 0, TimeSpan.Zero),
                new DateTimeOffset(2026, 10, 25, 0, 0, 0, TimeSpan.Zero),
            }
        )
        {
            var records = Enumerable
                .Range(0, 400)
                .Select(i => At(start.AddMinutes(i * 97.0), i) with { UserId = i % 3 == 0 ? null : $"user-{i % 5}" })
                .ToArray();
            await AppendAsync(records);
            var end = start.AddDays(27);
            foreach (var by in keys)
            {
                foreach (var filter in Periods(start).Append(new UsageFilter { From = start, To = end }))
                {
                    var grouping = new UsageGrouping(by) { TimeZone = zone };
                    Assert.That(
                        await _reader.AggregateAsync(filter, grouping),
                        Is.EqualTo(NaiveUsage.Aggregate(records, filter, grouping)),
                        $"{filter} by {by}"
                    );
                }
            }
        }
    }

    /// <summary>A record counts for its day in the requested zone, to the microsecond around midnight (L10).</summary>
    [Test, Property("Lesson", "L10")]
    public async Task Midnight_in_Moscow_parts_two_days_L10()
    {
        var midnight = new DateTimeOffset(2026, 3, 10, 21, 0, 0, TimeSpan.Zero);
        await AppendAsync(At(midnight.AddMicroseconds(-1), 1), At(midnight, 2));

        var days = await _reader.AggregateAsync(UsageFilter.All, new UsageGrouping(UsageDimensions.Day));

        Assert.That(
            days.Select(day => (day.Day, day.TotalTokens)),
            Is.EqualTo(new[] { (new DateOnly(2026, 3, 11), 2L), (new DateOnly(2026, 3, 10), 1L) })
        );
    }

    private static IEnumerable<UsageFilter> Periods(DateTimeOffset start) =>
        [
            new UsageFilter { From = start, To = start.AddDays(4) },
            new UsageFilter { From = start.AddMinutes(61), To = start.AddHours(40).AddSeconds(7) },
            new UsageFilter { From = start.AddMinutes(5), To = start.AddMinutes(35) },
            new UsageFilter { From = start.AddDays(1), To = start.AddDays(2).AddMicroseconds(-1) },
        ];
}
