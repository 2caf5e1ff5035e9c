using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Testing.NUnit;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage;

/// <summary>Old records go, their totals stay (L16).</summary>
[Property("Lesson", "L16")]
internal sealed class RetentionTests(string kind) : RelationalTests(kind)
{
    private static readonly UsageRecord[] Records = NaiveUsage.Spread(Noon.AddDays(-60), 1_600);

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
    }

    [Test]
    public async Task The_record_of_exactly_midnight_stays_and_the_one_before_it_goes_L16()
    {
        var store = Open(time: _time);
        UsageRecord[] records =
        [
            Records[0] with
            {
                Id = Guid.CreateVersion7(),
                CreatedAt = Midnight(30).AddMicroseconds(-1),
            },
            Records[0] with
            {
                Id = Guid.CreateVersion7(),
                CreatedAt = Midnight(30),
            },
            Records[0] with
            {
                Id = Guid.CreateVersion7(),
                CreatedAt = Noon,
            },
        ];
        await store.AppendAsync(records, default);

        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30))).Should().Be(1);

        (await store.ListAsync(UsageFilter.All, new UsagePage())).Items.Should().BeEquivalentTo(records[1..]);
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task Answers_over_whole_periods_stay_exact_L16()
    {
        var store = await FilledAsync();
        await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30));

        UsageFilter[] periods =
        [
            UsageFilter.All,
            new() { From = Midnight(50), To = Midnight(35) },
            new() { From = Midnight(45), To = Noon.AddDays(-10).AddMinutes(17) },
            new() { From = Midnight(30), To = Noon.AddDays(-2) },
            new() { From = Noon.AddDays(-20).AddMinutes(-3), To = Noon },
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
        var all = groupings.Select(by => new UsageGrouping(by)).ToList();
        all.Add(new UsageGrouping(UsageDimensions.Model | UsageDimensions.Week) { WithLatency = true });
        all.Add(new UsageGrouping(UsageDimensions.Month) { WithUsers = true });
        foreach (var period in periods)
        {
            foreach (var by in all)
                (await store.AggregateAsync(period, by))
                    .Should()
                    .Equal(NaiveUsage.Aggregate(Records, period, by), because: $"{period} by {by.By}");
        }

        // Whole hours are enough where rollups have hours.
        var hours = new UsageFilter { From = Midnight(40).AddHours(5), To = Midnight(33).AddHours(7) };
        (await store.AggregateAsync(hours, new UsageGrouping(UsageDimensions.Platform)))
            .Should()
            .Equal(NaiveUsage.Aggregate(Records, hours, new UsageGrouping(UsageDimensions.Platform)));
    }

    [Test]
    public async Task A_period_that_cuts_an_hour_or_day_whose_records_are_gone_counts_it_whole_L16()
    {
        var store = await FilledAsync();
        await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30));
        var cut = new UsageFilter { From = Midnight(40).AddHours(5.5), To = Midnight(33).AddHours(7.25) };

        var hours = new UsageFilter { From = Midnight(40).AddHours(5), To = Midnight(33).AddHours(8) };
        (await SumAsync(store, cut)).Should().Be(NaiveUsage.Aggregate(Records, hours, UsageGrouping.None).Single());
        var days = new UsageFilter { From = Midnight(40), To = Midnight(32) };
        var byUser = new UsageGrouping(UsageDimensions.User);
        (await store.AggregateAsync(cut, byUser)).Should().Equal(NaiveUsage.Aggregate(Records, days, byUser));
    }

    [TestCase("Europe/Moscow")]
    [TestCase("Asia/Kolkata")]
    public async Task Check_and_rebuild_leave_the_time_without_records_alone_L16(string zone)
    {
        var store = await FilledAsync(TimeZoneInfo.FindSystemTimeZoneById(zone));
        await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30));
        (await store.CheckRollupsAsync()).Should().BeEmpty();

        await store.RebuildRollupsAsync();

        (await store.CheckRollupsAsync()).Should().BeEmpty();
        foreach (
            var by in new[]
            {
                UsageDimensions.None,
                UsageDimensions.User,
                UsageDimensions.Platform,
                UsageDimensions.Hour,
            }
        )
            (await store.AggregateAsync(UsageFilter.All, new UsageGrouping(by)))
                .Should()
                .Equal(NaiveUsage.Aggregate(Records, UsageFilter.All, new UsageGrouping(by)));
    }

    [Test]
    public async Task Days_of_another_time_zone_cannot_be_made_of_records_that_are_gone_L16()
    {
        await (await FilledAsync()).DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30));

        var other = Open(timeZone: TimeZoneInfo.Utc, time: _time);

        await other
            .Invoking(store => store.RebuildRollupsAsync())
            .Should()
            .ThrowAsync<UsageStoreException>()
            .WithMessage("*'UTC'*'Europe/Moscow'*");
        (await SumAsync(other)).Count.Should().Be(Records.Length);
    }

    [Test]
    public async Task A_late_record_counts_and_is_deleted_with_the_next_run_L16()
    {
        var store = await FilledAsync();
        await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30));
        var late = Records[10] with { Id = Guid.CreateVersion7() };
        await store.AppendAsync([late], default);

        (await SumAsync(store)).Count.Should().Be(Records.Length + 1);
        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30))).Should().Be(1);
        (await SumAsync(store)).Count.Should().Be(Records.Length + 1);
    }

    [Test]
    public async Task A_budget_that_is_used_up_leaves_the_rest_for_the_next_time_L16()
    {
        var store = await FilledAsync();

        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30), TimeSpan.Zero)).Should().Be(0);

        (await SumAsync(store))
            .Count.Should()
            .Be(Records.Length, "the totals stay exact while records are still there");
        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30))).Should().BePositive();
    }

    [Test]
    public async Task Texts_of_records_that_are_gone_go_and_a_writer_that_remembers_them_stores_them_again_L16()
    {
        var store = await FilledAsync();
        var texts = await CountTextsAsync();

        await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(30));

        (await CountTextsAsync()).Should().BePositive().And.BeLessThan(texts);
        (await store.ListAsync(new UsageFilter { Search = "user 3 of 79" }, new UsagePage()))
            .Items.Should()
            .BeEquivalentTo(
                Records.Where(record => record.UserName == "User 3 of 79" && record.CreatedAt >= Midnight(30))
            )
            .And.NotBeEmpty();
        var again = Records.First(record => record.UserName is not null) with
        {
            Id = Guid.CreateVersion7(),
            CreatedAt = Noon,
        };
        await store.AppendAsync([again], default);
        (await store.ListAsync(new UsageFilter { Search = again.UserName }, new UsagePage()))
            .Items.Should()
            .Equal(again);

        async Task<long> CountTextsAsync() =>
            Convert.ToInt64(await Database.ExecuteAsync("SELECT COUNT(*) FROM gigachat_usage_texts"), null);
    }

    [Test]
    public async Task Less_than_a_day_is_refused()
    {
        var store = Open();
        await store
            .Invoking(it => it.DeleteRecordsOlderThanAsync(TimeSpan.FromHours(23)))
            .Should()
            .ThrowAsync<ArgumentOutOfRangeException>()
            .WithParameterName("age");
    }

    private async Task<EfUsageStore> FilledAsync(TimeZoneInfo? zone = null)
    {
        var store = Open(timeZone: zone, time: _time);
        await store.AppendAsync(Records, default);
        return store;
    }
}
