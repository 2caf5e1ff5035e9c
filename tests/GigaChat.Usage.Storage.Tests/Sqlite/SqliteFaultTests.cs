using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Testing.NUnit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace GigaChat.Usage;

/// <summary>What can be wrong with a file: each is the machine's fault, which the recorder waits out, and says what to
/// do.</summary>
[TestFixture]
internal sealed class SqliteFaultTests
{
    private static readonly UsageRecord[] Records = NaiveUsage.Spread(
        new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero),
        2_000
    );

    private DatabaseFile _file = null!;

    [SetUp]
    public void Create() => _file = new DatabaseFile();

    [TearDown]
    public void Delete() => _file.Dispose();

    [Test]
    public async Task A_full_disk_stores_nothing_of_the_batch_and_goes_on_when_there_is_room()
    {
        using var store = new SqliteUsageStore(_file.ConnectionString);
        await store.AppendAsync(Records[..10], default);

        // SQLite's own limit gives the error of a full disk; the pool hands the store the connection that has it.
        await LimitAsync(store, "(SELECT page_count + 4 FROM pragma_page_count)");
        await Fails(store, "*disk is full*free space*");
        (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None)).Single().Count.Should().Be(10);

        await LimitAsync(store, "4294967294");
        await store.AppendAsync(Records, default);
        (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None)).Single().Count.Should().Be(Records.Length);
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task A_read_only_file_is_named()
    {
        using (var store = new SqliteUsageStore(_file.ConnectionString))
            await store.EnsureMigratedAsync();

        using var readOnly = new SqliteUsageStore($"{_file.ConnectionString};Mode=ReadOnly");
        await Fails(readOnly, "*read-only*write*");
        (await readOnly.AggregateAsync(UsageFilter.All, UsageGrouping.None))
            .Single()
            .Count.Should()
            .Be(0, "reading still works");
    }

    [Test]
    public async Task A_file_that_is_no_database_is_named()
    {
        await File.WriteAllTextAsync(_file.Path, new string('x', 10_000));
        using var store = new SqliteUsageStore(_file.ConnectionString);

        await Fails(store, "*damaged or not an SQLite database*restore*");
    }

    [Test]
    public async Task A_damaged_file_is_named()
    {
        using (var store = new SqliteUsageStore(_file.ConnectionString))
            await store.AppendAsync(Records, default);
        _file.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        SqliteConnection.ClearAllPools();
        await using (var file = File.OpenWrite(_file.Path))
        {
            file.Position = 4096;
            await file.WriteAsync(new byte[file.Length - 4096]);
        }

        using var damaged = new SqliteUsageStore(_file.ConnectionString, migrateOnStart: false);
        await Fails(damaged, "*damaged*restore*");
    }

    [Test]
    public async Task A_locked_file_is_named_and_free_again_used()
    {
        using var store = new SqliteUsageStore($"{_file.ConnectionString};Default Timeout=1");
        await store.EnsureMigratedAsync();
        using (var connection = new SqliteConnection($"{_file.ConnectionString};Pooling=False"))
        {
            connection.Open();
            await using var transaction = connection.BeginTransaction();
            await Fails(store, "*locked*");
            (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None))
                .Should()
                .ContainSingle("reading waits for no writer");
        }

        await store.AppendAsync(Records, default);
    }

    private static async Task Fails(SqliteUsageStore store, string message) =>
        (await store.Invoking(it => it.AppendAsync(Records, default)).Should().ThrowAsync<UsageStoreException>())
            .WithMessage(message)
            .WithMessage("*usage.db*");

    private static async Task LimitAsync(SqliteUsageStore store, string pages)
    {
        await using var context = store.CreateDbContext();
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT {pages}";
        command.CommandText = $"PRAGMA max_page_count = {await command.ExecuteScalarAsync()}";
        await command.ExecuteNonQueryAsync();
    }
}
