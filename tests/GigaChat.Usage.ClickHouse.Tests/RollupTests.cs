using GigaChat.Usage.Storage;
using GigaChat.Usage.Testing.NUnit;

namespace GigaChat.Usage;

/// <summary>What sealed days are for, how they are checked and how they are rebuilt.</summary>
[TestFixture]
internal sealed class RollupTests : ClickHouseTests
{
    private static IEnumerable<UsageDimensions> Lists =>
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
            UsageDimensions.LocalHour | UsageDimensions.Weekday,
            UsageDimensions.Month | UsageDimensions.User,
            UsageDimensions.Day | UsageDimensions.User | UsageDimensions.Model,
        ];

    /// <summary>Totals of sealed days read no record: they are the same when all records are gone (L15).</summary>
    [Test, Property("Lesson", "L15")]
    public async Task Totals_of_sealed_days_read_no_record_L15()
    {
        var store = Database.Open();
        var records = NaiveUsage.Spread(Noon, 300);
        await store.AppendAsync(records, default);
        (await store.SealAsync()).Should().Be(12);
        await Database.ExecuteAsync("TRUNCATE TABLE gigachat_usage_records");

        foreach (var list in Lists)
        {
            var grouping = new UsageGrouping(list)
            {
                WithLatency = !list.HasFlag(UsageDimensions.User),
                WithUsers = true,
            };
            if ((list & (UsageDimensions.Hour | UsageDimensions.LocalHour | UsageDimensions.AccessToken)) != 0)
                grouping = grouping with { WithUsers = false };
            if (list.HasFlag(UsageDimensions.AccessToken))
                grouping = grouping with { WithLatency = false };
            (await store.AggregateAsync(UsageFilter.All, grouping))
                .Should()
                .Equal(NaiveUsage.Aggregate(records, UsageFilter.All, grouping), because: $"{list}")
                .And.NotBeEmpty();
        }

        (await SumAsync(store, new UsageFilter { UserId = "user-2", Model = "model-1" }))
            .Should()
            .Be(
                NaiveUsage
                    .Aggregate(records, new UsageFilter { UserId = "user-2", Model = "model-1" }, UsageGrouping.None)
                    .Single()
            );
    }

    /// <summary>The sums by user alone have no other dimension: each filter that needs one reads the rows that have
    /// it.</summary>
    [Test]
    public async Task Users_of_sealed_days_are_exact_for_every_filter()
    {
        var store = Database.Open();
        var records = NaiveUsage.Spread(Noon, 300);
        await store.AppendAsync(records, default);
        await store.SealAsync();
        await Database.ExecuteAsync("TRUNCATE TABLE gigachat_usage_records");
        var one = records.First(it =>
            it
                is {
                    UserId: not null,
                    Model: not null,
                    AccessToken: not null,
                    AccessTokenType: not null,
                    Platform: not null
                }
        );
        var platform = new UsageFilter { Platform = one.Platform };
        (UsageFilter Filter, UsageFilter Same)[] filters =
        [
            .. new UsageFilter[]
            {
                UsageFilter.All,
                platform,
                new() { UserId = one.UserId },
                new() { Operation = one.Operation },
                new() { Model = one.Model },
                new() { AccessToken = one.AccessToken },
                new() { AccessTokenType = one.AccessTokenType },
                new() { Source = one.Source },
                new() { Outcome = one.Outcome },
            }.Select(static filter => (filter, filter)),
            (new() { Among = new UsageKeySet(UsageDimensions.User, [one.UserId!]) }, new() { UserId = one.UserId }),
            (new() { Among = new UsageKeySet(UsageDimensions.Platform, [one.Platform!]) }, platform),
        ];
        foreach (var (filter, same) in filters)
        foreach (var by in new[] { UsageDimensions.User, UsageDimensions.User | UsageDimensions.Day })
            (await store.AggregateAsync(filter, new UsageGrouping(by)))
                .Should()
                .Equal(NaiveUsage.Aggregate(records, same, new UsageGrouping(by)), because: $"{filter} by {by}")
                .And.NotBeEmpty();
    }

    [Test]
    public async Task A_user_who_changes_the_name_and_back_within_a_day_has_the_newest_one_of_each_group()
    {
        var store = Database.Open();
        UsageRecord[] records =
        [
            Named(0, UsageOperation.TextGeneration, "Яна"),
            Named(1, UsageOperation.TextGeneration, "Анна"),
            Named(2, UsageOperation.Embedding, "Яна"),
        ];
        await store.AppendAsync(records, default);
        await store.SealAsync();
        await Database.ExecuteAsync("TRUNCATE TABLE gigachat_usage_records");

        (await ByAsync(store, UsageDimensions.User)).Should().ContainSingle().Which.UserName.Should().Be("Яна");
        (await ByAsync(store, UsageDimensions.User, new UsageFilter { Operation = UsageOperation.TextGeneration }))
            .Should()
            .ContainSingle()
            .Which.UserName.Should()
            .Be("Анна");

        static UsageRecord Named(int hour, UsageOperation operation, string name) =>
            Record(Noon.AddHours(hour), 5, "42") with
            {
                Operation = operation,
                UserName = name,
                Platform = $"platform-{hour}",
            };
    }

    [Test]
    public async Task A_day_that_is_not_over_and_one_that_was_written_to_are_read_from_records()
    {
        var store = Database.Open();
        var now = TimeProvider.System.GetUtcNow();
        await store.AppendAsync([Record(now, 1), Record(now.AddDays(-3), 2)], default);

        (await store.SealAsync()).Should().Be(1, "today is not over");
        (await store.SealAsync()).Should().Be(0, "nothing was written since");
        await store.AppendAsync([Record(now.AddDays(-3), 4)], default);
        (await SumAsync(store)).TotalTokens.Should().Be(7);
        (await store.SealAsync()).Should().Be(1);
        (await SumAsync(store)).TotalTokens.Should().Be(7);
    }

    /// <summary>A seal that could lack an insert that is still under way does not count.</summary>
    [Test]
    public async Task A_seal_shortly_after_a_mark_does_not_count()
    {
        var store = Database.Open(grace: TimeSpan.FromHours(1));
        await store.AppendAsync(NaiveUsage.Spread(Noon, 50), default);
        await store.RebuildRollupsAsync();
        await Database.ExecuteAsync("TRUNCATE TABLE gigachat_usage_records");

        (await SumAsync(store)).Count.Should().Be(0, "the day is read from its records");
        (await SumAsync(Database.Open())).Count.Should().Be(50, "a store without a grace reads the seals");
    }

    [Test]
    public async Task A_check_names_what_differs_and_a_rebuild_fixes_it()
    {
        var store = Database.Open();
        await store.AppendAsync(NaiveUsage.Spread(Noon, 100), default);
        await store.SealAsync();
        var before = await SumAsync(store);
        await Database.ExecuteAsync(
            "ALTER TABLE gigachat_usage_users UPDATE total_tokens = total_tokens + 5 WHERE kind = 1 AND user_id = 'user-1' SETTINGS mutations_sync = 2"
        );
        await Database.ExecuteAsync(
            "ALTER TABLE gigachat_usage_rollups DELETE WHERE kind = 0 AND hour % 2 = 0 SETTINGS mutations_sync = 2"
        );

        var differences = await store.CheckRollupsAsync();

        differences.Select(difference => difference.Rollup).Distinct().Should().BeEquivalentTo("Hours", "Days");
        differences
            .Where(difference => difference.Rollup == "Days")
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

    [Test]
    public async Task Rows_that_were_inserted_by_hand_count_after_a_rebuild()
    {
        var store = Database.Open();
        await store.AppendAsync([Record(Noon, 3)], default);
        await Database.ExecuteAsync(
            "INSERT INTO gigachat_usage_records (id_high, id_low, created_at, operation, total_tokens, source, attempt) "
                + "SELECT id_high, id_low + 1, created_at - 5 * 86400000000, operation, 7, 1, 1 FROM gigachat_usage_records"
        );

        await store.RebuildRollupsAsync();

        (await SumAsync(store)).TotalTokens.Should().Be(10);
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task A_rebuild_by_a_store_of_another_time_zone_changes_the_days()
    {
        var records = NaiveUsage.Spread(Noon, 100);
        await Database.Open().AppendAsync(records, default);
        await Database.Open().SealAsync();
        var kolkata = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");
        var store = Database.Open(timeZone: kolkata);
        (await store.GetSchemaStateAsync()).Should().Be(UsageStoreSchemaState.OtherTimeZone);
        var byDay = new UsageGrouping(UsageDimensions.Day | UsageDimensions.User) { TimeZone = kolkata };

        await store.RebuildRollupsAsync();

        (await store.GetSchemaStateAsync()).Should().Be(UsageStoreSchemaState.Current);
        (await store.CheckRollupsAsync()).Should().BeEmpty();
        await Database.ExecuteAsync("TRUNCATE TABLE gigachat_usage_records");
        (await store.AggregateAsync(UsageFilter.All, byDay))
            .Should()
            .Equal(
                NaiveUsage.Aggregate(records, UsageFilter.All, byDay),
                because: "the days of Kolkata are stored now"
            );
    }
}
