using Microsoft.EntityFrameworkCore;

namespace GigaChat.Usage;

/// <summary>How the tables come to be.</summary>
[TestFixture]
internal sealed class SqliteMigrationTests
{
    private static readonly UsageRecord[] One =
    [
        new()
        {
            CreatedAt = new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero),
            Operation = UsageOperation.Embedding,
        },
    ];

    private DatabaseFile _file = null!;

    [SetUp]
    public void Create() => _file = new DatabaseFile();

    [TearDown]
    public void Delete() => _file.Dispose();

    [Test]
    public void The_migrations_make_the_model()
    {
        using var store = new SqliteUsageStore(_file.ConnectionString);
        using var context = store.CreateDbContext();

        context.Database.HasPendingModelChanges().Should().BeFalse();
    }

    [Test]
    public async Task Migrating_again_changes_nothing()
    {
        using var store = new SqliteUsageStore(_file.ConnectionString);
        await store.AppendAsync(One, default);

        await store.EnsureMigratedAsync();

        (await store.FindAsync(One[0].Id)).Should().NotBeNull();
        _file.Execute("SELECT COUNT(*) FROM __gigachat_usage_migrations").Should().Be(MigrationsOf(store));
    }

    [Test]
    public async Task Many_starters_at_once_migrate_once()
    {
        var stores = Enumerable
            .Range(0, 8)
            .Select(i => new SqliteUsageStore($"{_file.ConnectionString};Pooling=False;Default Timeout={30 + i}"))
            .ToList();

        await Task.WhenAll(stores.Select(store => Task.Run(() => store.EnsureMigratedAsync())));

        _file.Execute("SELECT COUNT(*) FROM __gigachat_usage_migrations").Should().Be(MigrationsOf(stores[0]));
        stores.ForEach(store => store.Dispose());
    }

    [Test]
    public async Task A_failed_migration_is_tried_again_with_the_next_use()
    {
        var folder = Path.Combine(Path.GetDirectoryName(_file.Path)!, "later");
        using var store = new SqliteUsageStore($"Data Source={folder}/usage.db");
        await ((Func<Task>)(() => store.AppendAsync(One, default))).Should().ThrowAsync<UsageStoreException>();

        Directory.CreateDirectory(folder);
        await store.AppendAsync(One, default);

        (await store.FindAsync(One[0].Id)).Should().Be(One[0]);
    }

    [Test]
    public async Task Without_migration_the_error_says_what_to_do()
    {
        using var store = new SqliteUsageStore(_file.ConnectionString, migrateOnStart: false);

        await Fails(() => store.AppendAsync(One, default));
        await Fails(() => store.FindAsync(One[0].Id));
        await Fails(() => store.ListAsync(UsageFilter.All, new UsagePage()));
        await Fails(() => store.AggregateAsync(UsageFilter.All, new UsageGrouping(UsageDimensions.Day)));

        static async Task Fails(Func<Task> use) =>
            (await use.Should().ThrowAsync<UsageStoreException>()).WithMessage(
                "*MigrateGigaChatUsageAsync()*MigrateOnStart*"
            );
    }

    [Test]
    public async Task The_script_makes_the_tables_by_hand()
    {
        using var store = new SqliteUsageStore(_file.ConnectionString, migrateOnStart: false);

        _file.Execute(store.GetMigrationScript());

        await store.AppendAsync(One, default);
        (await store.FindAsync(One[0].Id)).Should().Be(One[0]);
    }

    [Test]
    public async Task A_context_of_ones_own_can_hold_the_table()
    {
        await using (
            var own = new OwnContext(
                new DbContextOptionsBuilder<OwnContext>().UseSqlite(_file.ConnectionString).Options
            )
        )
            await own.Database.EnsureCreatedAsync();

        using var store = new SqliteUsageStore(_file.ConnectionString, migrateOnStart: false);
        await store.AppendAsync(One, default);
        (await store.FindAsync(One[0].Id)).Should().Be(One[0]);
        (await store.GetSchemaStateAsync())
            .Should()
            .Be(UsageStoreSchemaState.Current, "its migrations are the application's");
    }

    private static long MigrationsOf(SqliteUsageStore store)
    {
        using var context = store.CreateDbContext();
        return context.Database.GetMigrations().Count();
    }

    private sealed class OwnContext(DbContextOptions<OwnContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddGigaChatUsage();
    }
}
