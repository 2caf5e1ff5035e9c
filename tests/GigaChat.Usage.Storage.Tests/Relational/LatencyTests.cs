using CsCheck;
using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.Storage;
using GigaChat.Usage.Testing.NUnit;

namespace GigaChat.Usage;

/// <summary>How histograms of durations are stored, checked and rebuilt.</summary>
internal sealed class LatencyTests(string kind) : RelationalTests(kind)
{
    private static readonly UsageGrouping ByModel = new(UsageDimensions.Model) { WithLatency = true };

    private static readonly UsageGrouping ByUser = new(UsageDimensions.User) { WithLatency = true };

    [Test]
    public async Task A_check_names_histograms_that_differ_and_a_rebuild_mends_them()
    {
        var store = Open();
        await store.AppendAsync(NaiveUsage.Spread(Noon, 100), default);
        var before = await store.AggregateAsync(UsageFilter.All, ByModel);
        await Database.ExecuteAsync(
            $"UPDATE gigachat_usage_latency SET histograms = {(IsSqlite ? "x''" : "''::bytea")} WHERE kind = 3 AND model = 'model-1'"
        );
        await Database.ExecuteAsync("DELETE FROM gigachat_usage_latency WHERE kind = 1");

        var differences = await store.CheckRollupsAsync();

        differences
            .Select(difference => difference.Rollup)
            .Distinct()
            .Should()
            .BeEquivalentTo("HourLatency", "DayLatency");
        differences
            .Where(difference => difference.Rollup == "DayLatency")
            .Should()
            .AllSatisfy(difference =>
            {
                difference.Expected.Model.Should().Be("model-1");
                difference.Stored.Duration!.Count.Should().Be(0);
                (difference.Expected.Duration!.Count + difference.Expected.TimeToFirstToken!.Count)
                    .Should()
                    .BePositive();
            });
        (await store.AggregateAsync(UsageFilter.All, ByModel)).Should().NotEqual(before);

        await store.RebuildRollupsAsync();
        (await store.CheckRollupsAsync()).Should().BeEmpty();
        (await store.AggregateAsync(UsageFilter.All, ByModel)).Should().Equal(before);
    }

    /// <summary>
    /// After an upgrade by script from a version without histograms, with rollups of its own, queries read the records
    /// until the next write has built the histograms.
    /// </summary>
    [Test]
    public async Task Histograms_of_an_earlier_version_s_records_are_built_by_the_next_write()
    {
        UsageRecord[] records = [.. NaiveUsage.Spread(Noon, 150)];
        await Open().AppendAsync(records[..149], default);
        await Database.ExecuteAsync("DELETE FROM gigachat_usage_latency");
        await Database.ExecuteAsync("DELETE FROM gigachat_usage_settings WHERE name = 'latency'");
        var store = Open();

        (await store.AggregateAsync(UsageFilter.All, ByModel))
            .Should()
            .Equal(NaiveUsage.Aggregate(records[..149], UsageFilter.All, ByModel));
        (await store.CheckRollupsAsync()).Should().BeEmpty();
        await store.AppendAsync(records[149..], default);

        (await store.CheckRollupsAsync()).Should().BeEmpty();
        await Database.ExecuteAsync("DELETE FROM gigachat_usage_records");
        (await store.AggregateAsync(UsageFilter.All, ByModel))
            .Should()
            .Equal(NaiveUsage.Aggregate(records, UsageFilter.All, ByModel));
    }

    /// <summary>A row does not grow with the number of batches, only with the number of different durations.</summary>
    [Test]
    public async Task A_row_that_many_batches_add_to_stays_short()
    {
        var store = Open();
        UsageRecord[] records =
        [
            .. Enumerable
                .Range(0, 500)
                .Select(i => new UsageRecord
                {
                    CreatedAt = Noon.AddSeconds(i),
                    Operation = UsageOperation.TextGeneration,
                    Duration = TimeSpan.FromMilliseconds(10 + (i % 7)),
                    TimeToFirstToken = TimeSpan.FromMilliseconds(3),
                }),
        ];
        foreach (var record in records)
            await store.AppendAsync([record], default);

        Convert
            .ToInt64(await Database.ExecuteAsync("SELECT MAX(LENGTH(histograms)) FROM gigachat_usage_latency"), null)
            .Should()
            .BeLessThan(400, "five bytes a batch would be more than 4,000");
        var sum = (
            await store.AggregateAsync(UsageFilter.All, UsageGrouping.None with { WithLatency = true })
        ).Single();
        sum.Duration.Should().Be(UsageHistogram.Of(records.Select(record => record.Duration)));
        sum.TimeToFirstToken!.Count.Should().Be(500);
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task Histograms_that_cannot_be_read_are_named_with_what_to_do()
    {
        var store = Open();
        await store.AppendAsync(NaiveUsage.Spread(Noon, 30), default);
        await Database.ExecuteAsync(
            $"UPDATE gigachat_usage_latency SET histograms = {(IsSqlite ? "x'0105ffff'" : "'\\x0105ffff'::bytea")}"
        );

        await store
            .Invoking(it => it.AggregateAsync(UsageFilter.All, ByModel))
            .Should()
            .ThrowAsync<UsageStoreException>()
            .WithMessage("*gigachat_usage_latency*RebuildRollupsAsync()*");
        await store.RebuildRollupsAsync();
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task Users_have_histograms_of_their_records()
    {
        var store = Open();
        var records = NaiveUsage.Spread(Noon, 90);
        await store.AppendAsync(records, default);
        var top = ByUser with { Top = 2 };

        (await store.AggregateAsync(UsageFilter.All, top))
            .Should()
            .Equal(NaiveUsage.Aggregate(records, UsageFilter.All, top));
    }

    [Test]
    public void Counts_are_the_same_after_encoding_appending_and_compacting()
    {
        var items = Gen.Select(
                Gen.Bool,
                Gen.Bool,
                Gen.Enum<UsageSource>(),
                Gen.Enum<UsageOutcome>(),
                Gen.Int[0, HistogramBuckets.Count - 1]
            )
            .Select(
                (first, batch, source, outcome, bucket) =>
                    LatencyBytes.Item(new LatencySection(first, batch, source, outcome), bucket)
            );
        Gen.Select(items, Gen.Frequency((3, Gen.Long[1, 300]), (1, Gen.Long[1, long.MaxValue / 64])))
            .Array[0, 40]
            .Array[0, 5]
            .Sample(chunks =>
            {
                var sums = new SortedDictionary<int, long>();
                var bytes = new List<byte>();
                foreach (var chunk in chunks)
                {
                    var sorted = new SortedDictionary<int, long>();
                    foreach (var (item, count) in chunk)
                        sorted[item] = count;
                    foreach (var (item, count) in sorted)
                        sums[item] = sums.GetValueOrDefault(item) + count;
                    bytes.AddRange(LatencyBytes.Encode([.. sorted]));
                }

                LatencyBytes.Counts([.. bytes]).Should().Equal(sums);
                LatencyBytes.Counts(LatencyBytes.Compact([.. bytes])).Should().Equal(sums);
            });
    }
}
