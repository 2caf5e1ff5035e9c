using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Testing.NUnit;

namespace GigaChat.Usage;

/// <summary>Faults of a database reach the recorder as what they are: the data's, or the machine's with what to do
/// about it.</summary>
internal sealed class FaultTests(string kind) : RelationalTests(kind)
{
    private static readonly UsageRecord[] Records = NaiveUsage.Spread(Noon, 20);

    [TestCase("gigachat_usage_records")]
    [TestCase("gigachat_usage_rollups")]
    [TestCase("gigachat_usage_latency")]
    [TestCase("gigachat_usage_settings")]
    public async Task A_missing_table_is_no_data_error_and_says_what_to_do(string table)
    {
        var store = Open();
        await store.AppendAsync(Records, default);
        await Database.ExecuteAsync($"DROP TABLE {table}");

        await store
            .Invoking(it => it.AppendAsync([Records[0] with { Id = Guid.CreateVersion7() }], default))
            .Should()
            .ThrowAsync<UsageStoreException>()
            .WithMessage("*lacks tables*MigrateGigaChatUsageAsync()*");
    }

    /// <summary>The recorder keeps records while a table is missing and stores every one when it is back.</summary>
    [Test]
    public async Task Records_wait_for_a_missing_table()
    {
        var store = Open();
        await store.EnsureMigratedAsync();
        await Database.ExecuteAsync("ALTER TABLE gigachat_usage_records RENAME TO gone");
        var watched = new WatchedStore(store);
        await using var recorder = new UsageRecorder(
            watched,
            new UsageRecorderOptions
            {
                Tracking = new GigaChatUsageOptions
                {
                    BatchDelay = TimeSpan.Zero,
                    RetryDelay = TimeSpan.FromMilliseconds(5),
                    MaxRetryDelay = TimeSpan.FromMilliseconds(20),
                },
            }
        );
        foreach (var record in Records)
            recorder.TryRecord(record).Should().BeTrue();

        await watched.FailedThreeTimes.Task.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System);
        recorder.ParkedRecords.Should().BeEmpty();
        await Database.ExecuteAsync("ALTER TABLE gone RENAME TO gigachat_usage_records");
        await recorder.FlushAsync();

        recorder.ParkedRecords.Should().BeEmpty();
        (await SumAsync(store)).Count.Should().Be(Records.Length);
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    [Test, Property("Lesson", "L22")]
    public async Task What_a_trigger_refuses_is_a_data_error_and_leaves_no_rollup_behind_L22()
    {
        var store = Open();
        await store.AppendAsync(Records[..10], default);
        await Database.ExecuteAsync(
            IsSqlite
                ? "CREATE TRIGGER no BEFORE INSERT ON gigachat_usage_records WHEN NEW.topic = 'poison' BEGIN SELECT RAISE(ABORT, 'no'); END"
                : "ALTER TABLE gigachat_usage_records ADD CONSTRAINT no CHECK (topic <> 'poison')"
        );

        await store
            .Invoking(it =>
                it.AppendAsync(
                    [.. Records[10..], Records[0] with { Id = Guid.CreateVersion7(), Topic = "poison" }],
                    default
                )
            )
            .Should()
            .ThrowAsync<UsageDataException>();

        (await SumAsync(store)).Count.Should().Be(10);
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task A_time_zone_that_this_machine_lacks_is_named()
    {
        var store = Open();
        await store.AppendAsync(Records, default);
        await Database.ExecuteAsync(
            "UPDATE gigachat_usage_settings SET value = 'Mars/Olympus' WHERE name = 'report_time_zone'"
        );

        await store
            .Invoking(it => it.AppendAsync(Records, default))
            .Should()
            .ThrowAsync<UsageStoreException>()
            .WithMessage("*'Mars/Olympus'*time zone data*");
    }

    [Test]
    public async Task A_time_before_1970_and_one_that_goes_backwards_are_stored()
    {
        var store = Open();
        await store.AppendAsync(
            [
                Records[0] with
                {
                    CreatedAt = DateTimeOffset.MinValue,
                },
                Records[1] with
                {
                    CreatedAt = Noon.AddYears(-20),
                },
                Records[2] with
                {
                    CreatedAt = DateTimeOffset.MaxValue,
                },
            ],
            default
        );

        (await SumAsync(store)).Count.Should().Be(3);
        (await store.FindAsync(Records[0].Id))!.CreatedAt.Should().Be(DateTimeOffset.UnixEpoch);
        (await store.AggregateAsync(UsageFilter.All, new UsageGrouping(UsageDimensions.Operation)))
            .Sum(group => group.Count)
            .Should()
            .Be(3);
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    private sealed class WatchedStore(IUsageStore store) : IUsageStore
    {
        private int _failures;

        public TaskCompletionSource FailedThreeTimes { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
        {
            try
            {
                await store.AppendAsync(batch, cancellationToken);
            }
            catch (UsageStoreException)
            {
                if (Interlocked.Increment(ref _failures) == 3)
                    FailedThreeTimes.SetResult();
                throw;
            }
        }
    }
}
