using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Testing.NUnit;

namespace GigaChat.Usage;

/// <summary>The contract on a table of records that the shipped script has partitioned by month, and what the script
/// does.</summary>
[TestFixture]
internal sealed class PostgreSqlPartitionTests : RelationalStoreContract
{
    private static readonly DateOnly First = new(2026, 1, 15);
    private static readonly DateOnly Last = new(2026, 4, 15);

    private PostgreSqlTestDatabase? _database;

    [OneTimeTearDown]
    public async Task DropAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }

    protected override async Task<(IUsageStore Store, IUsageReader Reader)> CreateStoreAsync()
    {
        if (_database is null)
        {
            _database = await PostgreSqlTestDatabase.CreateEmptyAsync();
            var whole = _database.Open(schema: null);
            await whole.EnsureMigratedAsync();
            await _database.ExecuteAsync(whole.GetPartitionScript(First, Last));
        }

        var store = _database.Open();
        return (store, store);
    }

    protected override Task<IUsageStore> OpenAgainAsync() => Task.FromResult<IUsageStore>(_database!.Open());

    protected override Task DeleteStoreAsync() => _database?.EmptyAsync() ?? Task.CompletedTask;

    /// <summary>Its time is that of the reading where the file has none, and its id holds no time.</summary>
    [Test]
    public async Task The_result_of_a_batch_that_another_process_reads_later_counts_once()
    {
        var line = new UsageRecord
        {
            Id = RecordId.FromNames("file/task"u8),
            CreatedAt = At(3, 1),
            Operation = UsageOperation.TextGeneration,
            IsBatch = true,
            TotalTokens = 100,
        };
        var store = (EfUsageStore)await OpenAgainAsync();
        await store.AppendAsync([line], default);

        foreach (
            var later in new[]
            {
                line with
                {
                    CreatedAt = At(3, 5),
                },
                line with
                {
                    CreatedAt = At(4, 1),
                },
                line with
                {
                    CreatedAt = At(9, 1),
                },
            }
        )
            await store.AppendAsync(
                [
                    later,
                    line with
                    {
                        Id = Guid.CreateVersion7(later.CreatedAt),
                        CreatedAt = later.CreatedAt,
                        TotalTokens = 0,
                    },
                ],
                default
            );

        (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None)).Single().TotalTokens.Should().Be(100);
    }

    [Test]
    public async Task Records_of_each_month_are_in_its_partition_and_others_in_the_rest_until_their_month_is_added()
    {
        await using var database = await PostgreSqlTestDatabase.CreateEmptyAsync();
        var store = database.Open("usage");
        var records = NaiveUsage.Spread(At(1, 20), 3_000);
        await store.AppendAsync(records[..2_000], default);

        await database.ExecuteAsync(store.GetPartitionScript(new DateOnly(2026, 1, 1), new DateOnly(2026, 2, 1)));
        await store.AppendAsync(records[1_900..], default);

        (await CountAsync("gigachat_usage_records_2026_01"))
            .Should()
            .Be(records.Count(record => record.CreatedAt < At(2, 1)));
        (await CountAsync("gigachat_usage_records_rest"))
            .Should()
            .Be(records.Count(record => record.CreatedAt >= At(3, 1)));

        for (var again = 0; again < 2; again++)
            await database.ExecuteAsync(store.GetPartitionScript(new DateOnly(2026, 1, 1), new DateOnly(2026, 5, 1)));
        (await CountAsync("gigachat_usage_records_rest")).Should().Be(0);
        (await CountAsync("gigachat_usage_records_2026_03"))
            .Should()
            .Be(records.Count(record => record.CreatedAt >= At(3, 1) && record.CreatedAt < At(4, 1)));
        (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None))
            .Should()
            .Equal(NaiveUsage.Aggregate(records, UsageFilter.All, UsageGrouping.None));
        (await store.CheckRollupsAsync()).Should().BeEmpty();
        (
            await database.ExecuteAsync(
                "SELECT COUNT(*) FROM pg_indexes WHERE schemaname = 'usage' AND tablename = 'gigachat_usage_records'"
            )
        )
            .Should()
            .Be(7L);

        // Months are dropped once their records are too old; totals stay, and writing goes on.
        await database.ExecuteAsync(
            "INSERT INTO usage.gigachat_usage_settings (name, value) VALUES ('records_from', (EXTRACT(EPOCH FROM timestamptz '2026-02-01 21:00+00') * 1000000)::bigint::text)"
        );
        await database.ExecuteAsync("DROP TABLE usage.gigachat_usage_records_2026_01");
        (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None))
            .Should()
            .Equal(NaiveUsage.Aggregate(records, UsageFilter.All, UsageGrouping.None));
        var now = TimeProvider.System.GetUtcNow();
        await store.AppendAsync(
            [.. new[] { At(5, 2), now }.Select(at => records[0] with { Id = Guid.CreateVersion7(), CreatedAt = at })],
            default
        );
        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(1))).Should().BePositive();

        async Task<long> CountAsync(string table) =>
            (long)(await database.ExecuteAsync($"SELECT COUNT(*) FROM usage.{table}"))!;
    }

    [Test]
    public void Months_out_of_order_are_refused()
    {
        var store = _database!.Open();
        ((PostgreSqlUsageStore)store)
            .Invoking(it => it.GetPartitionScript(Last, First))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("*2026-04 to 2026-01*1 to 1200*");
    }

    private static DateTimeOffset At(int month, int day) => new(2026, month, day, 0, 0, 0, TimeSpan.Zero);
}
