using CsCheck;
using GigaChat.Usage.Testing.NUnit;

namespace GigaChat.Usage;

/// <summary>Whatever is written twice, in part or at once, every total is that of a plain look at all records
/// (L37).</summary>
[TestFixture]
[Property("Lesson", "L37")]
internal sealed class ExactnessTests : ClickHouseTests
{
    private static readonly UsageDimensions[] Groupings =
    [
        UsageDimensions.None,
        UsageDimensions.Operation,
        UsageDimensions.User,
        UsageDimensions.Day | UsageDimensions.Model,
        UsageDimensions.Hour | UsageDimensions.Platform,
        UsageDimensions.AccessToken | UsageDimensions.Outcome,
    ];

    /// <summary>Retries of every kind, and seals between them.</summary>
    [Test]
    public async Task Overlapping_repeated_and_cut_batches_count_each_record_once_L37()
    {
        var step = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 299], Gen.Int[1, 120]);
        await step.Array[4, 12]
            .SampleAsync(
                async steps =>
                {
                    await using var database = await ClickHouseTestDatabase.CreateAsync();
                    var store = database.Open();
                    var other = database.Open();

                    // Over the end of a month, so that batches are in two partitions, and over several days.
                    var records = NaiveUsage.Spread(new DateTimeOffset(2026, 3, 29, 0, 0, 0, TimeSpan.Zero), 300);
                    records = [.. records.Select(record => record with { Id = Guid.CreateVersion7(record.CreatedAt) })];
                    var written = new HashSet<Guid>();
                    foreach (var (kind, first, count) in steps)
                    {
                        var batch = records[first..Math.Min(first + count, records.Length)];
                        written.UnionWith(batch.Select(record => record.Id));
                        await WriteAsync(kind, batch, store, other);
                    }

                    UsageRecord[] stored = [.. records.Where(record => written.Contains(record.Id))];
                    await AssertAsync(store, stored);
                    await store.SealAsync();
                    await AssertAsync(other, stored);
                    (await store.CheckRollupsAsync()).Should().BeEmpty();
                },
                iter: 5,
                threads: 1
            );
    }

    /// <summary>
    /// A batch of which one month was stored before the process ended is whole after its retry; the rest of the batch
    /// does not count twice.
    /// </summary>
    [Test]
    public async Task A_batch_cut_between_two_partitions_is_whole_after_its_retry_L37()
    {
        var store = Database.Open();
        var midnight = new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);
        UsageRecord[] batch = [.. Enumerable.Range(-50, 100).Select(i => Record(midnight.AddMinutes(i), 1))];
        await store.AppendAsync(batch, default);
        (await PartitionsAsync()).Should().Equal("202603", "202604");
        await Database.ExecuteAsync("ALTER TABLE gigachat_usage_records DROP PARTITION ID '202604'");
        (await SumAsync(store)).Count.Should().Be(50, "this is what a cut batch leaves");

        await store.AppendAsync(batch[10..], default);
        await store.AppendAsync([.. batch, Record(midnight, 5)], default);

        var sum = await SumAsync(store);
        (sum.Count, sum.TotalTokens).Should().Be((101, 105));

        async Task<string[]> PartitionsAsync() =>
            (string[])
                await Database.ExecuteScalarAsync(
                    "SELECT groupArray(DISTINCT _partition_id) FROM (SELECT _partition_id FROM gigachat_usage_records ORDER BY _partition_id)"
                );
    }

    /// <summary>A copy of an id with another time counts once, with its first time, in large tables too.</summary>
    [Test]
    public async Task An_id_that_comes_again_with_another_time_counts_at_its_first_time_L37()
    {
        var store = Database.Open();
        UsageRecord[] records = [.. Enumerable.Range(0, 30_000).Select(i => Record(Noon.AddSeconds(20 * i), 1))];
        await store.AppendAsync(records, default);
        await store.AppendAsync(
            [.. records.Where((_, i) => i % 3 == 0).Select(record => record with { CreatedAt = Noon.AddDays(40) })],
            default
        );

        foreach (var seals in new[] { false, true })
        {
            if (seals)
                await store.SealAsync();
            foreach (var days in new[] { 1, 3, 8, 60 })
            {
                var filter = new UsageFilter { From = Noon.AddMinutes(7), To = Noon.AddDays(days) };
                (await SumAsync(store, filter))
                    .Count.Should()
                    .Be(records.Count(record => record.CreatedAt >= filter.From && record.CreatedAt < filter.To));
            }

            (await SumAsync(store, new UsageFilter { From = Noon.AddDays(30) })).Count.Should().Be(0);
            (await store.ListAsync(new UsageFilter { From = Noon.AddDays(30) }, new UsagePage()))
                .Items.Should()
                .BeEmpty();
        }
    }

    /// <summary>Two writers with the same ids and late records, while days are sealed again and again and read.</summary>
    [Test]
    public async Task Sealing_while_two_writers_write_the_same_records_loses_none_and_doubles_none_L37()
    {
        // A mark covers half a second of inserts, and a seal counts once they must be over.
        var (life, grace) = (TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30));
        var records = NaiveUsage.Spread(Noon.AddDays(-5), 600);
        ClickHouseUsageStore[] stores =
        [
            Database.Open(grace: grace, markLife: life),
            Database.Open(grace: grace, markLife: life),
            Database.Open(grace: grace, markLife: life),
        ];
        using var ended = new CancellationTokenSource();
        var sealing = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
                await stores[2].RebuildRollupsAsync();
        });

        await Task.WhenAll(
            stores[..2]
                .Select(
                    (store, writer) =>
                        Task.Run(async () =>
                        {
                            foreach (
                                var batch in records.OrderBy(record => HashCode.Combine(record.Id, writer)).Chunk(40)
                            )
                            {
                                await store.AppendAsync(batch, default);
                                (await SumAsync(store)).Count.Should().BeGreaterThanOrEqualTo(batch.Length);
                            }
                        })
                )
        );
        await ended.CancelAsync();
        await sealing;

        await AssertAsync(stores[0], records);

        // And once nothing is under way: a store that trusts every seal finds what the records say.
        var trusting = Database.Open();
        await trusting.SealAsync();
        await AssertAsync(trusting, records);
        (await trusting.CheckRollupsAsync()).Should().BeEmpty();
    }

    private static async Task WriteAsync(
        int kind,
        UsageRecord[] batch,
        ClickHouseUsageStore store,
        ClickHouseUsageStore other
    )
    {
        switch (kind)
        {
            case 0:
                await store.AppendAsync(batch, default);
                break;
            case 1:
                await store.AppendAsync([.. batch, .. batch[..(batch.Length / 2)]], default);
                await other.AppendAsync([.. batch.Reverse()], default);
                break;
            case 2:
                await Task.WhenAll(store.AppendAsync(batch, default), other.AppendAsync(batch, default));
                break;
            default:
                await store.AppendAsync(batch, default);
                await other.SealAsync();
                break;
        }
    }

    private static async Task AssertAsync(IUsageReader store, UsageRecord[] records)
    {
        var periods = new[]
        {
            UsageFilter.All,
            new UsageFilter
            {
                From = records[0].CreatedAt.AddHours(5.3),
                To = records[0].CreatedAt.AddDays(4).AddHours(1.1),
            },
        };
        foreach (var period in periods)
        {
            foreach (var by in Groupings)
                (await ByAsync(store, by, period))
                    .Should()
                    .Equal(NaiveUsage.Aggregate(records, period, new UsageGrouping(by)), because: $"{period} by {by}");
        }
    }
}
