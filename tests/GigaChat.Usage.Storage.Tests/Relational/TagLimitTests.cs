using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace GigaChat.Usage;

/// <summary>Rollups by tag are bounded: the first keys and values of a day have sums of their own, and every sum is
/// exact.</summary>
internal sealed class TagLimitTests(string kind) : TaggedTests(kind)
{
    private readonly FakeLogger _log = new();

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

    /// <summary>The sum of the others has a list: a value may be among them on one day and not on the next.</summary>
    [Test]
    public async Task Others_of_a_tag_are_selected_by_their_name()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Noon.AddDays(30));
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");
        var store = Database.Open(timeZone: zone, time: time, tags: new TagLimits(20, 5));
        UsageRecord[] records =
        [
            .. Enumerable
                .Range(0, 300)
                .Select(i =>
                    Record(0, $"u{i % 3}", i + 1, ("request", $"r{i % 50}")) with
                    {
                        CreatedAt = Noon.AddMinutes(17 * i),
                        Model = $"m{i % 2}",
                        Tags =
                            i % 11 == 0 ? UsageTags.Of("tenant", "t")
                            : i == 20 ? UsageTags.Of("request", UsageTags.Others)
                            : UsageTags.Of("request", $"r{i % 50}").With("tenant", $"t{i % 2}"),
                    }
                ),
        ];
        foreach (var batch in records.Chunk(13))
            await store.AppendAsync(batch, default);
        var byRequest = ByTenant with { TagKey = "request" };
        var others = new UsageFilter { Tags = UsageTags.Of("request", UsageTags.Others) };
        var day = new DateTimeOffset(2026, 3, 11, 0, 0, 0, TimeSpan.FromHours(3));

        foreach (
            var filter in (UsageFilter[])
                [
                    others,
                    others with
                    {
                        From = day,
                        To = day.AddDays(2),
                    },
                    others with
                    {
                        From = day.AddHours(5),
                        To = day.AddHours(31),
                        Model = "m1",
                    },
                ]
        )
        {
            var row = (await store.AggregateAsync(filter with { Tags = null }, byRequest))
                .Should()
                .ContainSingle(group => group.TagValue == UsageTags.Others)
                .Subject;
            (await SumAsync(store, filter)).Should().Be(row with { TagValue = null }, because: $"{filter}");
            (await store.AggregateAsync(filter, byRequest)).Should().Equal(row);
            var listed = await ListAsync(store, filter);
            listed.Sum(record => record.TotalTokens).Should().Be(row.TotalTokens, because: $"{filter}");
            listed.Should().HaveCount((int)row.Count).And.OnlyHaveUniqueItems();
            (await store.AggregateAsync(filter, new UsageGrouping(UsageDimensions.User)))
                .Sum(group => group.TotalTokens)
                .Should()
                .Be(row.TotalTokens, "the records have the same sum");
            var both = filter with { Tags = filter.Tags!.With("tenant", "t1") };
            (await SumAsync(store, both))
                .TotalTokens.Should()
                .Be(listed.Where(record => record.Tags.Contains(new("tenant", "t1"))).Sum(it => it.TotalTokens));
        }

        var sum = await SumAsync(store, others);
        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(28))).Should().BePositive();
        (await SumAsync(store, others)).Should().Be(sum, "the sum outlives its records");
        (await ListAsync(store, others)).Should().HaveCountLessThan((int)sum.Count).And.NotBeEmpty();
    }

    private static async Task<List<UsageRecord>> ListAsync(EfUsageStore store, UsageFilter filter)
    {
        var all = new List<UsageRecord>();
        for (UsageCursor? after = null; ; )
        {
            var page = await store.ListAsync(filter, new UsagePage { Size = 7, After = after });
            all.AddRange(page.Items);
            if (page.Next is null)
                return all;
            after = page.Next;
        }
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
}
