using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Testing.NUnit;

namespace GigaChat.Usage;

/// <summary>What rollups are for, how they are checked and how they are mended.</summary>
internal sealed class RollupTests(string kind) : RelationalTests(kind)
{
    private static IEnumerable<UsageDimensions> FilterLists =>
        [
            UsageDimensions.None,
            UsageDimensions.Operation,
            UsageDimensions.Model,
            UsageDimensions.User,
            UsageDimensions.AccessToken,
            UsageDimensions.AccessTokenType,
            UsageDimensions.Platform,
            UsageDimensions.Source,
            UsageDimensions.Outcome,
            UsageDimensions.Batch,
            UsageDimensions.Day,
            UsageDimensions.Hour,
            UsageDimensions.Day | UsageDimensions.User,
            UsageDimensions.Platform | UsageDimensions.Model,
            UsageDimensions.Week | UsageDimensions.User,
            UsageDimensions.Month | UsageDimensions.AccessToken,
            UsageDimensions.Weekday | UsageDimensions.Outcome,
            UsageDimensions.Month | UsageDimensions.Weekday,
            UsageDimensions.LocalHour | UsageDimensions.Model,
        ];

    private static readonly UsageGrouping[] Groupings =
    [
        .. FilterLists.Select(list => new UsageGrouping(list)),
        UsageGrouping.None with
        {
            WithUsers = true,
        },
        new(UsageDimensions.Day) { WithUsers = true },
        .. LatencyLists.Select(list => new UsageGrouping(list) { WithLatency = true }),
    ];

    private static IEnumerable<UsageDimensions> LatencyLists =>
        [
            UsageDimensions.None,
            UsageDimensions.Model | UsageDimensions.Day,
            UsageDimensions.Operation | UsageDimensions.Hour,
            UsageDimensions.Platform | UsageDimensions.Outcome,
            UsageDimensions.Source | UsageDimensions.Batch,
            UsageDimensions.Month | UsageDimensions.LocalHour,
        ];

    /// <summary>The lists of a dashboard's filters, and every total over all time, read no record: they are the same
    /// when all records are gone (L15).</summary>
    [Test, Property("Lesson", "L15")]
    public async Task Lists_and_totals_over_all_time_read_no_record_L15()
    {
        var store = Open();
        await store.AppendAsync(NaiveUsage.Spread(Noon, 300), default);
        var before = new List<IReadOnlyList<UsageGroup>>();
        foreach (var list in Groupings)
            before.Add(await store.AggregateAsync(UsageFilter.All, list));

        await Database.ExecuteAsync("DELETE FROM gigachat_usage_records");

        foreach (var (list, expected) in Groupings.Zip(before))
            (await store.AggregateAsync(UsageFilter.All, list))
                .Should()
                .Equal(expected, because: $"{list}")
                .And.NotBeEmpty();
    }

    /// <summary>One user's whole days, and one token's, read no record either.</summary>
    [Test]
    public async Task Totals_of_one_user_or_token_read_no_record()
    {
        var store = Open();
        var records = NaiveUsage.Spread(Noon, 600);
        await store.AppendAsync(records, default);
        await Database.ExecuteAsync("DELETE FROM gigachat_usage_records");

        foreach (
            var filter in new[]
            {
                new UsageFilter { UserId = "user-2" },
                new UsageFilter { AccessToken = "token-1" },
            }
        )
        {
            (await SumAsync(store, filter))
                .Should()
                .Be(NaiveUsage.Aggregate(records, filter, UsageGrouping.None).Single());
            var byDay = new UsageGrouping(UsageDimensions.Day);
            (await store.AggregateAsync(filter, byDay)).Should().Equal(NaiveUsage.Aggregate(records, filter, byDay));
        }
    }

    [Test]
    public async Task A_check_names_what_differs_and_a_rebuild_mends_it()
    {
        var store = Open();
        await store.AppendAsync(NaiveUsage.Spread(Noon, 100), default);
        var before = await SumAsync(store);
        await Database.ExecuteAsync(
            "UPDATE gigachat_usage_rollups SET total_tokens = total_tokens + 5 WHERE kind = 4 AND user_id = 'user-1'"
        );
        await Database.ExecuteAsync("DELETE FROM gigachat_usage_rollups WHERE kind = 0");

        var differences = await store.CheckRollupsAsync();

        differences
            .Select(difference => difference.Rollup)
            .Distinct()
            .Should()
            .BeEquivalentTo("HourSummary", "DayUser");
        differences
            .Where(difference => difference.Rollup == "DayUser")
            .Should()
            .AllSatisfy(difference =>
            {
                difference.Expected.UserId.Should().Be("user-1");
                difference.Stored.TotalTokens.Should().Be(difference.Expected.TotalTokens + 5);
            });

        await store.RebuildRollupsAsync();
        (await store.CheckRollupsAsync()).Should().BeEmpty();
        (await SumAsync(store)).Should().Be(before);
    }

    /// <summary>Rows are compared a week of the report at a time: every one once, whatever its week.</summary>
    [TestCase("Europe/Moscow")]
    [TestCase("Asia/Kolkata")]
    [TestCase("America/Havana")]
    [TestCase("Pacific/Auckland")]
    public async Task A_check_compares_every_row_once(string zone)
    {
        // Weeks 1 and 4 have no records; clocks are changed in Havana on 8 March, in Auckland on 5 April.
        var monday = new DateTimeOffset(2026, 2, 23, 0, 0, 0, TimeSpan.Zero);
        var store = Open(timeZone: TimeZoneInfo.FindSystemTimeZoneById(zone));
        UsageRecord[] records =
        [
            .. from week in (int[])[0, 2, 3, 5, 6]
            from hour in (double[])[-13.2, -5.7, -5.4, -0.4, 0, 0.2, 5.3, 18.4, 100.6]
            select new UsageRecord
            {
                CreatedAt = monday.AddDays(7 * week).AddHours(hour),
                Operation = UsageOperation.TextGeneration,
                UserId = $"week-{week}",
                TotalTokens = 7,
                Duration = TimeSpan.FromSeconds(1),
                Tags = [new("tenant", "acme")],
            },
        ];
        await store.AppendAsync(records, default);
        (await store.CheckRollupsAsync()).Should().BeEmpty();
        var rows =
            await CountAsync("gigachat_usage_rollups")
            + await CountAsync("gigachat_usage_tag_rollups")
            + await CountAsync("gigachat_usage_latency");

        foreach (var week in (int[])[0, 3, 6])
            await Database.ExecuteAsync($"DELETE FROM gigachat_usage_records WHERE user_id = 'week-{week}'");
        (await store.CheckRollupsAsync())
            .Where(it => it.Rollup is "DayUser")
            .Sum(it => it.Stored.TotalTokens - it.Expected.TotalTokens)
            .Should()
            .Be(3 * 9 * 7);

        await Database.ExecuteAsync("DELETE FROM gigachat_usage_records");
        (await store.CheckRollupsAsync()).Should().HaveCount((int)rows).And.OnlyHaveUniqueItems();

        await store.RebuildRollupsAsync();
        await store.AppendAsync(records, default);
        await Database.ExecuteAsync("DELETE FROM gigachat_usage_rollups");
        await Database.ExecuteAsync("DELETE FROM gigachat_usage_tag_rollups");
        await Database.ExecuteAsync("DELETE FROM gigachat_usage_latency");
        (await store.CheckRollupsAsync()).Should().HaveCount((int)rows).And.OnlyHaveUniqueItems();

        async Task<long> CountAsync(string table) =>
            Convert.ToInt64(await Database.ExecuteAsync($"SELECT COUNT(*) FROM {table}"), null);
    }

    [Test]
    public async Task A_rebuild_by_a_store_of_another_time_zone_changes_the_days()
    {
        await Open().AppendAsync(NaiveUsage.Spread(Noon, 100), default);
        var kolkata = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");
        var store = Open(timeZone: kolkata);
        var byDay = new UsageGrouping(UsageDimensions.Day | UsageDimensions.User) { TimeZone = kolkata };
        var before = await store.AggregateAsync(UsageFilter.All, byDay);

        await store.RebuildRollupsAsync();

        (await store.CheckRollupsAsync()).Should().BeEmpty();
        await Database.ExecuteAsync("DELETE FROM gigachat_usage_records");
        (await store.AggregateAsync(UsageFilter.All, byDay))
            .Should()
            .Equal(before, because: "the days of Kolkata are kept now");
    }

    [Test, Property("Lesson", "L2")]
    public async Task Four_writers_and_a_rebuild_lose_nothing_and_do_not_deadlock_L2()
    {
        var records = NaiveUsage.Spread(Noon, 800);
        EfUsageStore[] stores = [Open(), Open(), Open(), Open()];

        await Task.WhenAll([
            .. stores.Select(
                (store, writer) =>
                    Task.Run(async () =>
                    {
                        // Each writes three quarters of all: every record is offered three times.
                        foreach (var batch in records.Where((_, i) => i % 4 != writer).Chunk(60))
                            await store.AppendAsync(batch, default);
                    })
            ),
            Task.Run(() => stores[0].RebuildRollupsAsync()),
        ]);

        (await stores[1].CheckRollupsAsync()).Should().BeEmpty();
        (await SumAsync(stores[2]))
            .Should()
            .Be(NaiveUsage.Aggregate(records, UsageFilter.All, UsageGrouping.None).Single());
    }
}
