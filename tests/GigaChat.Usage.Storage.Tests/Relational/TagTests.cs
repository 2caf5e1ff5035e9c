using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace GigaChat.Usage;

/// <summary>Rollups by tag: bounded, rebuilt, retained and erased.</summary>
internal sealed class TagTests(string kind) : RelationalTests(kind)
{
    private static readonly UsageGrouping ByTenant = new(UsageDimensions.None) { TagKey = "tenant" };

    private readonly FakeLogger _log = new();

    private static UsageRecord Record(int hour, string user, long tokens, params (string Key, string Value)[] tags) =>
        new()
        {
            CreatedAt = Noon.AddHours(hour),
            Operation = UsageOperation.TextGeneration,
            Model = "GigaChat-2",
            UserId = user,
            TotalTokens = tokens,
            Tags = UsageTags.FromPairs(tags.Select(tag => KeyValuePair.Create(tag.Key, tag.Value))),
        };

    private static UsageRecord[] Requests(int count, string tenant = "acme") =>
        [.. Enumerable.Range(0, count).Select(i => Record(i, "u", i + 1, ("request", $"r{i}"), ("tenant", tenant)))];

    /// <summary>From rollups alone, with the records gone.</summary>
    [Test]
    public async Task Whole_days_and_hours_are_answered_without_records()
    {
        var store = Open();
        UsageRecord[] records =
        [
            .. Enumerable
                .Range(0, 600)
                .Select(i =>
                    Record(i, $"u{i % 7}", i, ("tenant", $"t{i % 5}"), ("feature", $"f{i % 2}")) with
                    {
                        Tags = i % 4 == 0 ? null : [new("tenant", $"t{i % 5}"), new("feature", $"f{i % 2}")],
                        IsBatch = i % 3 == 0,
                        Model = $"m{i % 3}",
                    }
                ),
        ];
        foreach (var batch in records.Chunk(70))
            await store.AppendAsync(batch, default);
        var period = new UsageFilter { From = Noon.AddHours(9), To = Noon.AddHours(9 + (24 * 20)) };
        var hours = new UsageFilter { From = Noon.AddHours(2), To = Noon.AddHours(2 + (24 * 10) + 7) };
        (UsageFilter, UsageGrouping)[] questions =
        [
            (hours, ByTenant),
            (hours, ByTenant with { By = UsageDimensions.Hour }),
            (hours, ByTenant with { By = UsageDimensions.LocalHour | UsageDimensions.Source }),
            (hours with { Tags = [new("tenant", "t2")], Model = "m1" }, UsageGrouping.None),
            (UsageFilter.All, ByTenant),
            (period, ByTenant),
            (period, ByTenant with { By = UsageDimensions.Day | UsageDimensions.Model }),
            (period with { Tags = [new("tenant", "t2")] }, UsageGrouping.None),
            (period with { Model = "m1" }, ByTenant with { By = UsageDimensions.Batch, Top = 3 }),
        ];
        var expected = questions.Select(it => Testing.NUnit.NaiveUsage.Aggregate(records, it.Item1, it.Item2)).ToList();

        await Database.ExecuteAsync("DELETE FROM gigachat_usage_records");

        foreach (var ((filter, grouping), groups) in questions.Zip(expected))
            (await store.AggregateAsync(filter, grouping)).Should().Equal(groups, because: $"{filter} {grouping}");
    }

    [Test]
    public async Task An_id_of_requests_as_a_tag_is_bounded_and_every_sum_stays_exact()
    {
        var store = Database.Open(logger: _log, tags: new TagLimits(20, 5));
        var records = Requests(100);
        foreach (var batch in records.Chunk(9))
            await store.AppendAsync(batch, default);
        var byRequest = ByTenant with { TagKey = "request" };

        var groups = await store.AggregateAsync(UsageFilter.All, byRequest);

        groups.Sum(group => group.TotalTokens).Should().Be(records.Sum(record => record.TotalTokens));
        groups.Should().Contain(group => group.TagValue == UsageTags.Others);
        Convert
            .ToInt64(
                await Database.ExecuteAsync(
                    "SELECT COUNT(*) FROM gigachat_usage_tag_rollups WHERE tag_key = 'request' AND tag_value <> ''"
                ),
                null
            )
            .Should()
            .BeLessThan(200, "five values a day, where all would be 500 rows");
        foreach (var i in (int[])[0, 3, 20, 57, 99])
        {
            var one = new UsageFilter { Tags = [new("request", $"r{i}")] };
            (await SumAsync(store, one)).TotalTokens.Should().Be(i + 1, "a filter by value is exact");
        }

        foreach (var (first, count) in ((int First, int Count)[])[(0, 3), (5, 40), (17, 61)])
        {
            var hours = new UsageFilter { From = Noon.AddHours(first), To = Noon.AddHours(first + count) };
            (await store.AggregateAsync(hours, byRequest)).Sum(it => it.Count).Should().Be(count);
            foreach (var i in (int[])[first, first + count - 1])
                (await SumAsync(store, hours with { Tags = [new("request", $"r{i}")] })).TotalTokens.Should().Be(i + 1);
            (await store.AggregateAsync(hours, ByTenant))
                .Should()
                .Equal(Testing.NUnit.NaiveUsage.Aggregate(records, hours, ByTenant));
        }

        (await store.AggregateAsync(UsageFilter.All, ByTenant))
            .Should()
            .Equal(Testing.NUnit.NaiveUsage.Aggregate(records, UsageFilter.All, ByTenant));
        (await store.CheckRollupsAsync()).Should().BeEmpty();
        _log.Collector.GetSnapshot()
            .Should()
            .Contain(line => line.Level == LogLevel.Warning && line.Message.Contains("'request'"))
            .And.NotContain(line => line.Message.Contains("'tenant'"));
        (await ((IUsageTagReader)store).GetTagKeysAsync())
            .Should()
            .Equal(new UsageTagKey("request") { HasOthers = true }, new UsageTagKey("tenant"));

        await store.RebuildRollupsAsync();
        (await store.CheckRollupsAsync()).Should().BeEmpty();
        (await store.AggregateAsync(UsageFilter.All, byRequest)).Sum(it => it.Count).Should().Be(100);
    }

    /// <summary>An hour of UTC may be of two days, of which one has more values than have sums of their own.</summary>
    [Test]
    public async Task Hours_of_two_days_are_exact_beyond_the_limit()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");
        var store = Database.Open(
            timeZone: zone,
            time: new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Noon.AddDays(30)),
            tags: new TagLimits(20, 5)
        );
        UsageRecord[] records =
        [
            .. Enumerable
                .Range(0, 240)
                .Select(i =>
                    Record(0, "u", i + 1, ("request", $"r{(i is > 65 and < 130 ? i : i % 3)}")) with
                    {
                        CreatedAt = Noon.AddMinutes(10 + (20 * i)),
                    }
                ),
        ];
        await store.AppendAsync(records, default);
        var byRequest = ByTenant with { TagKey = "request" };

        foreach (var (first, count) in ((int First, int Count)[])[(0, 7), (5, 3), (6, 48), (17, 24), (31, 20)])
        {
            var hours = new UsageFilter { From = Noon.AddHours(first), To = Noon.AddHours(first + count) };
            foreach (var value in (string[])["r0", "r1", "r2", "r70", "r100", "r129", "none"])
            {
                var one = hours with { Tags = [new("request", value)] };
                (await SumAsync(store, one))
                    .Should()
                    .Be(
                        Testing.NUnit.NaiveUsage.Aggregate(records, one, UsageGrouping.None).Single(),
                        because: $"{value} in {count} hours from {first}"
                    );
            }

            (await store.AggregateAsync(hours, byRequest))
                .Sum(it => it.TotalTokens)
                .Should()
                .Be(
                    records.Where(it => it.CreatedAt >= hours.From && it.CreatedAt < hours.To).Sum(it => it.TotalTokens)
                );
        }

        (await store.CheckRollupsAsync()).Should().BeEmpty();

        // A row of the hour in which the deleted records end has some of them.
        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(29.5))).Should().Be(18);
        foreach (var first in (int[])[0, 2, 6])
        {
            var plain = new UsageFilter { From = Noon.AddHours(first), To = Noon.AddHours(70) };
            foreach (var kept in (UsageFilter[])[plain, plain with { Tags = [new("request", "r0")] }])
                (await SumAsync(store, kept))
                    .Should()
                    .Be(
                        Testing.NUnit.NaiveUsage.Aggregate(records, kept, UsageGrouping.None).Single(),
                        because: $"{kept} from {first}"
                    );
        }
    }

    [Test]
    public async Task Keys_beyond_the_limit_are_answered_from_records()
    {
        var store = Database.Open(logger: _log, tags: new TagLimits(2, 5));
        UsageRecord[] records =
        [
            .. Enumerable
                .Range(0, 60)
                .Select(i => Record(i, "u", i + 1, ("tenant", $"t{i % 3}"), ("feature", "f"), ($"key{i % 4}", "v"))),
        ];
        foreach (var batch in records.Chunk(9))
            await store.AppendAsync(batch, default);

        foreach (var key in (string[])["feature", "key0", "key3", "tenant", "none"])
        {
            var by = ByTenant with { TagKey = key };
            (await store.AggregateAsync(UsageFilter.All, by))
                .Should()
                .Equal(Testing.NUnit.NaiveUsage.Aggregate(records, UsageFilter.All, by), because: key);
            var filter = new UsageFilter { Tags = [new(key, "v")] };
            (await SumAsync(store, filter))
                .Should()
                .Be(Testing.NUnit.NaiveUsage.Aggregate(records, filter, UsageGrouping.None).Single(), because: key);
        }

        (await store.CheckRollupsAsync()).Should().BeEmpty();
        _log.Collector.GetSnapshot().Should().Contain(line => line.Message.Contains("2 keys of tags"));
    }

    /// <summary>Summaries by value are compared with the records, and on days with others with the values.</summary>
    [Test]
    public async Task A_check_names_summaries_by_tag_that_differ([Values] bool withOthers)
    {
        var store = Database.Open(tags: new TagLimits(20, withOthers ? 5 : 1_000));
        await store.AppendAsync(Requests(20), default);
        (await store.CheckRollupsAsync()).Should().BeEmpty();

        var value = await Database.ExecuteAsync(
            "SELECT MIN(tag_value) FROM gigachat_usage_tag_rollups WHERE kind = 6 AND tag_key = 'request'"
        );
        await Database.ExecuteAsync(
            $"UPDATE gigachat_usage_tag_rollups SET total_tokens = total_tokens + 1 WHERE kind = 6 AND tag_value = '{value}'"
        );
        await Database.ExecuteAsync($"DELETE FROM gigachat_usage_tag_rollups WHERE kind = 7 AND tag_value = '{value}'");

        var differences = await store.CheckRollupsAsync();

        differences.Select(it => it.Rollup).Should().Equal("DayTagSummary", "WeekTagSummary");
        differences.Select(it => it.Expected.TagValue).Should().AllBe($"request={value}");
        differences[0].Stored.TotalTokens.Should().Be(differences[0].Expected.TotalTokens + 1);
        differences[1].Stored.TotalTokens.Should().Be(0);
        await store.RebuildRollupsAsync();
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    /// <summary>Tables that a preview version has filled without the summaries get them by the migration.</summary>
    [Test]
    public async Task An_upgrade_sums_up_the_values_of_tags_that_are_stored()
    {
        await Open().AppendAsync(Requests(60), default);
        await Database.ExecuteAsync("DELETE FROM gigachat_usage_tag_rollups WHERE kind IN (6, 7)");
        await Database.ExecuteAsync(
            "DELETE FROM __gigachat_usage_migrations WHERE \"MigrationId\" LIKE '%_TagSummaries'"
        );

        var store = Open();

        (await store.CheckRollupsAsync()).Should().BeEmpty();
        (await store.AggregateAsync(UsageFilter.All, ByTenant)).Should().ContainSingle();
    }

    /// <summary>A process that has not seen a day's names reads them, so that two together keep to the limit.</summary>
    [Test]
    public async Task Processes_share_the_limit_of_a_day()
    {
        var limits = new TagLimits(20, 5);
        UsageRecord[] records =
        [
            .. Enumerable.Range(0, 40).Select(i => Record(0, "u", 1, ("request", $"r{i}")) with { CreatedAt = Noon }),
        ];
        foreach (var batch in records.Chunk(4))
        {
            using var process = Database.Open(tags: limits);
            await process.AppendAsync(batch, default);
        }

        Convert
            .ToInt64(
                await Database.ExecuteAsync("SELECT COUNT(*) FROM gigachat_usage_tag_rollups WHERE kind = 0"),
                null
            )
            .Should()
            .Be(5);
        (await Open().CheckRollupsAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task Totals_by_tag_outlive_deleted_records()
    {
        var store = Open(time: new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Noon.AddDays(60)));
        var records = Requests(24 * 50, "t");
        await store.AppendAsync(records, default);
        var before = await store.AggregateAsync(UsageFilter.All, ByTenant);

        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(20))).Should().BePositive();

        (await store.AggregateAsync(UsageFilter.All, ByTenant)).Should().Equal(before);
        (await store.CheckRollupsAsync()).Should().BeEmpty();
        await store.RebuildRollupsAsync();
        (await store.AggregateAsync(UsageFilter.All, ByTenant)).Should().Equal(before);
        (await store.ListAsync(new UsageFilter { Tags = [new("request", "r3")] }, new UsagePage()))
            .Items.Should()
            .BeEmpty();
    }

    [Test]
    public async Task Values_of_personal_tags_of_an_erased_user_are_gone_and_every_sum_is_as_before()
    {
        var store = Open();
        UsageRecord[] records =
        [
            Record(0, "42", 5, ("email", "anna@example.org"), ("tenant", "acme")),
            Record(30, "42", 7, ("email", "a@example.org"), ("tenant", "acme")),
            Record(31, "43", 11, ("email", "boris@example.org"), ("tenant", "acme")),
            Record(60, "44", 13, ("email", "anna@example.org")),
        ];
        await store.AppendAsync(records, default);
        var tenants = await store.AggregateAsync(UsageFilter.All, ByTenant);

        (await store.EraseUserAsync("42", ["email", "nothing"])).Should().Be(2);

        var emails = await store.AggregateAsync(UsageFilter.All, ByTenant with { TagKey = "email" });
        emails
            .Where(it => it.TagValue!.StartsWith("erased-", StringComparison.Ordinal))
            .Sum(it => it.TotalTokens)
            .Should()
            .Be(25);
        emails.Where(it => it.TagValue!.Contains('@')).Select(it => it.TagValue).Should().Equal("boris@example.org");
        (await store.AggregateAsync(UsageFilter.All, ByTenant)).Should().Equal(tenants);
        (await store.ListAsync(UsageFilter.All, new UsagePage()))
            .Items.SelectMany(record => record.Tags.Values)
            .Should()
            .NotContain(value => value.Contains("@example.org") && value != "boris@example.org");
        foreach (var gone in (string[])["anna@example.org", "a@example.org"])
            (await store.ListAsync(new UsageFilter { Tags = [new("email", gone)] }, new UsagePage()))
                .Items.Should()
                .BeEmpty();
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    /// <summary>Without the index too, which an application's own migrations do not create.</summary>
    [Test]
    public async Task Tags_are_found_without_their_index()
    {
        var store = Open();
        await store.AppendAsync(Requests(30), default);
        await Database.ExecuteAsync(
            IsSqlite
                ? "DROP TRIGGER gigachat_usage_tags_insert; DROP TRIGGER gigachat_usage_tags_update; DROP TRIGGER gigachat_usage_tags_delete; DROP TABLE gigachat_usage_tags"
                : "DROP INDEX ix_gigachat_usage_records_tags"
        );

        (await store.ListAsync(new UsageFilter { Tags = [new("request", "r7")] }, new UsagePage()))
            .Items.Should()
            .ContainSingle();
        await store.EraseUserAsync("u", ["request"]);
        (await store.ListAsync(new UsageFilter { Tags = [new("request", "r7")] }, new UsagePage()))
            .Items.Should()
            .BeEmpty();
    }
}
