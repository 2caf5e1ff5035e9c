using GigaChat.Usage.Recording;

namespace GigaChat.Usage;

/// <summary>What a file on a disk brings with it: other processes, reopening, errors.</summary>
[TestFixture]
internal sealed class SqliteFileTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private DatabaseFile _file = null!;

    [SetUp]
    public void Create() => _file = new DatabaseFile();

    [TearDown]
    public void Delete() => _file.Dispose();

    [Test]
    public async Task Reopened_it_holds_what_was_stored()
    {
        var records = Records(3);
        using (var store = new SqliteUsageStore(_file.ConnectionString))
            await store.AppendAsync(records, default);

        using var reopened = new SqliteUsageStore(_file.ConnectionString);
        (await reopened.ListAsync(UsageFilter.All, new UsagePage())).Items.Should().BeEquivalentTo(records);
    }

    [Test]
    public async Task Two_stores_that_open_a_new_file_at_once_lose_and_double_nothing()
    {
        var records = Records(2_000);

        // Without pools the two share nothing but the file, like two processes.
        using var one = new SqliteUsageStore($"{_file.ConnectionString};Pooling=False");
        using var other = new SqliteUsageStore($"{_file.ConnectionString};Pooling=False;Cache=Private");
        await Task.WhenAll(
            Write(one, records.Take(1_200)),
            Write(other, records.Skip(800)),
            Write(other, records.Take(100))
        );

        var sum = (await one.AggregateAsync(UsageFilter.All, UsageGrouping.None)).Single();
        (sum.Count, sum.TotalTokens).Should().Be((2_000, records.Sum(record => record.TotalTokens)));

        static Task Write(SqliteUsageStore store, IEnumerable<UsageRecord> records) =>
            Task.Run(async () =>
            {
                foreach (var batch in records.Chunk(40))
                    await store.AppendAsync(batch, default);
            });
    }

    [Test, Property("Lesson", "L1")]
    public async Task Twenty_thousand_records_reach_the_file_through_the_recorder_L1()
    {
        using var store = new SqliteUsageStore(_file.ConnectionString);
        var records = Records(20_000);
        await using (var recorder = new UsageRecorder(store))
        {
            foreach (var record in records)
                recorder.TryRecord(record).Should().BeTrue();
        }

        var sum = (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None)).Single();
        (sum.Count, sum.TotalTokens).Should().Be((20_000, records.Sum(record => record.TotalTokens)));
    }

    [Test, Property("Lesson", "L22")]
    public async Task What_the_database_refuses_for_its_data_is_a_data_error_and_stores_nothing_of_the_batch_L22()
    {
        using var store = new SqliteUsageStore(_file.ConnectionString);
        await store.EnsureMigratedAsync();
        _file.Execute(
            "CREATE TRIGGER no BEFORE INSERT ON gigachat_usage_records WHEN NEW.topic = 'poison' BEGIN SELECT RAISE(ABORT, 'no'); END"
        );
        var records = Records(3);
        records[1] = records[1] with { Topic = "poison" };

        await ((Func<Task>)(() => store.AppendAsync(records, default))).Should().ThrowAsync<UsageDataException>();

        (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None)).Single().Count.Should().Be(0);
    }

    [Test, Property("Lesson", "L22")]
    public async Task One_refused_record_takes_no_other_with_it_L22()
    {
        using var store = new SqliteUsageStore(_file.ConnectionString);
        await store.EnsureMigratedAsync();
        _file.Execute(
            "CREATE TRIGGER no BEFORE INSERT ON gigachat_usage_records WHEN NEW.topic = 'poison' BEGIN SELECT RAISE(ABORT, 'no'); END"
        );
        var records = Records(50);
        records[17] = records[17] with { Topic = "poison" };

        await using var recorder = new UsageRecorder(store);
        foreach (var record in records)
            recorder.TryRecord(record);
        await recorder.FlushAsync();

        recorder.ParkedRecords.Should().ContainSingle().Which.Record.Id.Should().Be(records[17].Id);
        (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None)).Single().Count.Should().Be(49);
    }

    [Test]
    public async Task A_locked_file_is_no_data_error()
    {
        using var store = new SqliteUsageStore($"{_file.ConnectionString};Default Timeout=1");
        await store.EnsureMigratedAsync();
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection(_file.ConnectionString);
        connection.Open();
        await using var transaction = connection.BeginTransaction();

        await ((Func<Task>)(() => store.AppendAsync(Records(1), default)))
            .Should()
            .ThrowAsync<UsageStoreException>()
            .WithMessage("*locked*");
    }

    [Test]
    public async Task A_missing_folder_is_named()
    {
        var folder = Path.Combine(Path.GetDirectoryName(_file.Path)!, "missing");
        using var store = new SqliteUsageStore($"Data Source={folder}/usage.db");

        (
            await ((Func<Task>)(() => store.AppendAsync(Records(1), default)))
                .Should()
                .ThrowAsync<UsageStoreException>()
        ).WithMessage($"*'{folder}'*create it*");
    }

    [TestCase("")]
    [TestCase("Data Source=")]
    [TestCase("Data Source=:memory:")]
    [TestCase("Data Source=usage;Mode=Memory;Cache=Shared")]
    [TestCase("Host=localhost;Password=secret")]
    public void A_connection_string_that_names_no_file_is_refused_without_being_told(string connectionString)
    {
        var open = () => new SqliteUsageStore(connectionString);

        open.Should()
            .Throw<ArgumentException>()
            .Which.Message.Should()
            .Contain("SqliteUsageOptions.ConnectionString")
            .And.NotContain("secret");
    }

    [Test]
    public async Task Own_LINQ_sees_the_records()
    {
        using var store = new SqliteUsageStore(_file.ConnectionString);
        await store.AppendAsync(Records(5), default);

        using var context = store.CreateDbContext();
        context
            .Records.Where(record =>
                record.CreatedAt >= Noon.AddSeconds(3) && record.Operation == UsageOperation.Embedding
            )
            .Sum(record => record.TotalTokens)
            .Should()
            .Be(7);
    }

    private static UsageRecord[] Records(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new UsageRecord
                {
                    CreatedAt = Noon.AddSeconds(i),
                    Operation = UsageOperation.Embedding,
                    UserId = $"user-{i % 5}",
                    TotalTokens = i,
                    Source = UsageSource.Reported,
                }),
        ];
}
