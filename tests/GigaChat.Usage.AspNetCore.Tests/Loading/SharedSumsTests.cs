using GigaChat.Usage.Pricing;
using GigaChat.Usage.Queries;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The sums that sections and pages share are those of the store.</summary>
[TestFixture]
internal sealed class SharedSumsTests
{
    private static readonly UsageFilter[] Filters =
    [
        UsageFilter.All,
        new() { Platform = "web" },
        new() { Model = "GigaChat-2-Max", Outcome = UsageOutcome.Completed },
        new() { UserId = "u-3" },
        new() { GenerationId = "lesson-7", Platform = "telegram" },
        new() { Tags = UsageTags.Of("tenant", "acme") },
        new() { Search = "Ома" },
    ];

    private static readonly UsageDimensions[] Groupings =
    [
        UsageDimensions.None,
        UsageDimensions.Day | UsageDimensions.Operation,
        UsageDimensions.Operation,
        UsageDimensions.Platform | UsageDimensions.AccessTokenType,
        UsageDimensions.Day | UsageDimensions.Platform,
        UsageDimensions.Hour | UsageDimensions.Operation,
        UsageDimensions.Day | UsageDimensions.Outcome,
        UsageDimensions.User,
    ];

    /// <summary>Users of a page, and those of the next: some of them again, others anew, one without records.</summary>
    private static readonly UsageKeySet Some = new(UsageDimensions.User, ["u-1", "u-3", "u-7"]);
    private static readonly UsageKeySet More = new(UsageDimensions.User, ["u-3", "u-4", "nobody"]);

    /// <summary>Days of the zone, open ends, nothing, and a part of a day.</summary>
    private static readonly (int? From, int? To)[] Periods =
    [
        (null, null),
        (-30, null),
        (-20, -6),
        (-14, -13),
        (0, null),
        (0, 1),
        (-300, -200),
        (null, -50),
    ];

    [Test]
    public async Task Shared_sums_are_those_of_the_store(
        [Values("Europe/Moscow", "Asia/Kolkata", "America/New_York")] string zone
    )
    {
        var usage = new GigaChatTokenUsage(SharedStore.Store, Prices(), TimeZoneInfo.FindSystemTimeZoneById(zone));
        var (reads, kept, found) = (new SharedReads(TestUsage.Now), new KeptParts(), 0);
        for (var page = 0; page < 2; page++)
        {
            var shared = new SharedSums(usage, reads, kept, static read => read(CancellationToken.None));
            // Days of another zone than the store's are added up from records, which takes longer.
            foreach (var filter in zone == "Europe/Moscow" ? Filters : Filters[..2])
            {
                foreach (var period in Periods)
                {
                    var asked = filter with { From = Day(usage, period.From), To = Day(usage, period.To) };
                    foreach (var by in Groupings)
                    {
                        if (await shared.FindAsync(asked, by, CancellationToken.None) is not { } sums)
                            continue;
                        found++;
                        await ShouldBeOfStoreAsync(usage, asked, by, sums);
                    }

                    var users = asked with { Among = page == 0 ? Some : More };
                    if (await shared.FindAsync(users, UsageDimensions.User, CancellationToken.None) is { } ofUsers)
                    {
                        found++;
                        await ShouldBeOfStoreAsync(usage, users, UsageDimensions.User, ofUsers);
                    }

                    if (await shared.HoursAsync(asked, CancellationToken.None) is not { } hours)
                        continue;
                    found++;
                    OfHours(hours)
                        .Should()
                        .Equal(OfHours(await usage.AggregateAsync(asked, UsageDimensions.Hour, default)));
                }
            }
        }

        found.Should().BeGreaterThan(zone == "Europe/Moscow" ? 300 : 60, "otherwise nothing was compared");
    }

    [Test]
    public async Task Other_prices_are_of_other_sums([Values] bool ofUsers)
    {
        var kept = new KeptParts();
        foreach (var book in new[] { Prices(), PriceBook.Reference, Prices() })
        {
            var usage = new GigaChatTokenUsage(SharedStore.Store, book);
            var shared = new SharedSums(usage, new SharedReads(TestUsage.Now), kept, static read =>
                read(CancellationToken.None)
            );
            var asked = new UsageFilter { From = Day(usage, -30), Among = ofUsers ? Some : null };
            var by = ofUsers ? UsageDimensions.User : UsageDimensions.Platform;
            var sums = await shared.FindAsync(asked, by, CancellationToken.None);
            sums.Should().NotBeEmpty();
            await ShouldBeOfStoreAsync(usage, asked, by, sums!);
        }
    }

    [Test]
    public async Task A_part_of_a_day_or_another_dimension_is_left_to_the_store()
    {
        var usage = new GigaChatTokenUsage(SharedStore.Store, Prices());
        var shared = new SharedSums(usage, new SharedReads(TestUsage.Now), new KeptParts(), static read =>
            read(CancellationToken.None)
        );
        var part = new UsageFilter { From = TestUsage.Now };
        (await shared.FindAsync(part, UsageDimensions.None, default)).Should().BeNull();
        (await shared.HoursAsync(part, default)).Should().BeNull();
        (await shared.FindAsync(UsageFilter.All, UsageDimensions.Topic, default)).Should().BeNull();
    }

    private static async Task ShouldBeOfStoreAsync(
        GigaChatTokenUsage usage,
        UsageFilter asked,
        UsageDimensions by,
        IReadOnlyList<PricedGroup> sums
    )
    {
        var (expected, actual) = (Merged(await usage.PriceAsync(asked, by, default)), Merged(sums));
        expected.Except(actual).Take(3).Should().BeEmpty($"these are {asked} by {by}");
        actual.Except(expected).Take(3).Should().BeEmpty($"{asked} by {by} has no others");
    }

    /// <summary>A price that changes within a day of every zone.</summary>
    private static PriceBook Prices() =>
        PriceBook.Sber.With(
            ModelPrice.Flat(
                "GigaChat-2-Pro",
                300m,
                effectiveFrom: new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.Zero)
            )
        );

    private static DateTimeOffset? Day(GigaChatTokenUsage usage, int? days) =>
        days is { } number
            ? ReportDays.StartOf(ReportDays.DayOf(TestUsage.Now, usage.TimeZone).AddDays(number), usage.TimeZone)
            : null;

    private static List<(DateTimeOffset?, long, long)> OfHours(IEnumerable<UsageGroup> groups) =>
        [
            .. groups
                .GroupBy(static group => group.Hour)
                .Select(static hour =>
                    (hour.Key, hour.Sum(static group => group.Count), hour.Sum(static group => group.TotalTokens))
                )
                .OrderBy(static hour => hour.Key),
        ];

    /// <summary>Groups of the same key and price are one, in the order of their text.</summary>
    private static List<string> Merged(IEnumerable<PricedGroup> groups) =>
        [
            .. groups
                .GroupBy(static group => (Key: group.Usage.Key(), group.Price))
                .Select(static same =>
                    $"{same.Key.Key} at {same.Key.Price}: {Spend.Of(same) with { Rubles = 0 }}, {Spend.Of(same).Rubles / 1.0000000000000000000000000000m}, {same.Sum(static one => one.Usage.PromptTokens)}, "
                    + $"{same.Sum(static one => one.Usage.CompletionTokens)}, {same.Sum(static one => one.Usage.CachedPromptTokens)}"
                )
                .Order(StringComparer.Ordinal),
        ];
}
