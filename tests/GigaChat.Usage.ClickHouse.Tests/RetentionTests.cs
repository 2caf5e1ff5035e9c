using GigaChat.Usage.Testing.NUnit;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage;

/// <summary>Old records go, their totals stay (L16).</summary>
[TestFixture]
[Property("Lesson", "L16")]
internal sealed class RetentionTests : ClickHouseTests
{
    private static readonly UsageRecord[] Records =
    [
        .. NaiveUsage
            .Spread(Noon.AddDays(-60), 1_600)
            .Select(record => record with { Id = Guid.CreateVersion7(record.CreatedAt) }),
    ];

    private readonly FakeTimeProvider _time = new(Noon);

    private static DateTimeOffset Midnight(int daysAgo) =>
        new DateTimeOffset(2026, 3, 10, 0, 0, 0, TimeSpan.FromHours(3)).AddDays(-daysAgo);

    [Test]
    public async Task Whole_days_older_than_the_age_are_deleted_and_no_others_L16()
    {
        var store = await FilledAsync();

        var deleted = await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30));

        var kept = Records.Where(record => record.CreatedAt >= Midnight(30)).ToList();
        deleted.Should().Be(Records.Length - kept.Count).And.BePositive();
        (await store.ListAsync(UsageFilter.All, new UsagePage { Size = UsagePage.MaxSize }))
            .Items.Should()
            .Equal(NaiveUsage.List(kept, UsageFilter.All));
        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30))).Should().Be(0);
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task Totals_over_whole_periods_stay_exact_L16()
    {
        var store = await FilledAsync();
        await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30));

        UsageFilter[] periods =
        [
            UsageFilter.All,
            new() { From = Midnight(50), To = Midnight(35) },
            new() { From = Midnight(45), To = Noon.AddDays(-10).AddMinutes(17) },
            new() { From = Midnight(30), To = Noon.AddDays(-2) },
        ];
        UsageDimensions[] groupings =
        [
            UsageDimensions.None,
            UsageDimensions.Operation,
            UsageDimensions.User,
            UsageDimensions.Day,
            UsageDimensions.Day | UsageDimensions.Platform,
            UsageDimensions.AccessToken | UsageDimensions.AccessTokenType,
            UsageDimensions.Hour | UsageDimensions.Model,
            UsageDimensions.User | UsageDimensions.Day,
        ];
        foreach (var period in periods)
        {
            foreach (var by in groupings)
                (await ByAsync(store, by, period))
                    .Should()
                    .Equal(NaiveUsage.Aggregate(Records, period, new UsageGrouping(by)), because: $"{period} by {by}");
        }
    }

    [Test]
    public async Task A_period_that_cuts_an_hour_or_day_of_deleted_records_counts_it_whole_L16()
    {
        var store = await FilledAsync();
        await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30));
        var cut = new UsageFilter { From = Midnight(40).AddHours(5.5), To = Midnight(33).AddHours(7.25) };

        var hours = new UsageFilter { From = Midnight(40).AddHours(5), To = Midnight(33).AddHours(8) };
        (await SumAsync(store, cut)).Should().Be(NaiveUsage.Aggregate(Records, hours, UsageGrouping.None).Single());
        var days = new UsageFilter { From = Midnight(40), To = Midnight(32) };
        (await ByAsync(store, UsageDimensions.User, cut))
            .Should()
            .Equal(NaiveUsage.Aggregate(Records, days, new UsageGrouping(UsageDimensions.User)));
    }

    [Test]
    public async Task A_late_record_counts_and_is_added_to_its_day_with_the_next_run_L16()
    {
        var store = await FilledAsync();
        await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30));
        var late = Records[10] with { Id = Guid.CreateVersion7() };
        await store.AppendAsync([late], default);

        (await SumAsync(store)).Count.Should().Be(Records.Length + 1);
        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30))).Should().Be(1);
        (await store.FindAsync(late.Id)).Should().BeNull();
        (await SumAsync(store)).Count.Should().Be(Records.Length + 1);
        (await ByAsync(store, UsageDimensions.User))
            .Should()
            .Equal(NaiveUsage.Aggregate([.. Records, late], UsageFilter.All, new UsageGrouping(UsageDimensions.User)));
    }

    [Test]
    public async Task A_rebuild_and_another_time_zone_leave_days_of_deleted_records_alone_L16()
    {
        var store = await FilledAsync();
        await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30));

        await store.RebuildRollupsAsync();
        var other = Database.Open(timeZone: TimeZoneInfo.Utc, time: _time);
        await other
            .Invoking(it => it.RebuildRollupsAsync())
            .Should()
            .ThrowAsync<UsageStoreException>()
            .WithMessage("*'UTC'*'Europe/Moscow'*");

        foreach (var by in new[] { UsageDimensions.None, UsageDimensions.User, UsageDimensions.Hour })
            (await ByAsync(store, by))
                .Should()
                .Equal(NaiveUsage.Aggregate(Records, UsageFilter.All, new UsageGrouping(by)));
    }

    [Test]
    public async Task A_budget_that_is_used_up_leaves_the_deletion_for_the_next_time_L16()
    {
        var store = await FilledAsync();

        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30), TimeSpan.Zero)).Should().Be(0);

        (await SumAsync(store)).Count.Should().Be(Records.Length, "totals stay exact while records are still there");
        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30))).Should().BePositive();
        (await SumAsync(store)).Count.Should().Be(Records.Length);
    }

    [Test]
    public async Task A_wrong_clock_deletes_nothing_L33()
    {
        var store = Database.Open(time: new FakeTimeProvider(Noon.AddYears(30)));
        await store.AppendAsync(Records, default);

        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(1))).Should().Be(0);
        await store
            .Invoking(it => it.DeleteRecordsOlderThanAsync(TimeSpan.FromHours(23)))
            .Should()
            .ThrowAsync<ArgumentOutOfRangeException>()
            .WithParameterName("age");
    }

    private async Task<ClickHouseUsageStore> FilledAsync()
    {
        var store = Database.Open(time: _time);
        await store.AppendAsync(Records, default);
        return store;
    }
}
