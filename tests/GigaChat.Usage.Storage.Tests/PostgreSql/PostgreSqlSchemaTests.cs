using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Testing.NUnit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage;

/// <summary>Tables in a schema of their own, of this library's making or of the application's.</summary>
[TestFixture]
internal sealed class PostgreSqlSchemaTests
{
    private static readonly UsageRecord[] Records =
    [
        .. NaiveUsage
            .Spread(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero), 50)
            .Select(record => record with { Topic = "Дроби, 5 класс" }),
    ];

    private PostgreSqlTestDatabase _database = null!;

    [SetUp]
    public async Task Create() => _database = await PostgreSqlTestDatabase.CreateEmptyAsync();

    [TearDown]
    public async Task Delete() => await _database.DisposeAsync();

    [TestCase("usage")]
    [TestCase("With \"Quotes\" и юникод")]
    public async Task Tables_lie_in_the_schema_and_nowhere_else(string schema)
    {
        using var store = _database.Open(schema);
        await UseAsync(store);

        (await TablesAsync(schema)).Should().Be(12);
        (await TablesAsync("public")).Should().Be(0);
        await using var context = store.CreateDbContext();
        (await context.Records.CountAsync(record => record.Topic == "Дроби, 5 класс")).Should().Be(Records.Length);
    }

    [Test]
    public async Task Two_schemas_of_one_database_know_nothing_of_each_other()
    {
        using var one = _database.Open("one");
        using var other = _database.Open("other");
        await UseAsync(one);

        (await other.AggregateAsync(UsageFilter.All, UsageGrouping.None)).Single().Count.Should().Be(0);
    }

    [Test]
    public async Task The_script_makes_the_tables_by_hand()
    {
        using var store = _database.Open("by_hand", migrateOnStart: false);
        await _database.ExecuteAsync(store.GetMigrationScript());

        await UseAsync(store);
        (await TablesAsync("by_hand")).Should().Be(12);
    }

    [Test]
    public async Task The_script_upgrades_the_tables_by_hand()
    {
        using var store = _database.Open("by_hand", migrateOnStart: false);
        await _database.ExecuteAsync("CREATE SCHEMA by_hand");
        await using (var old = store.CreateDbContext())
        {
            var first = old.Database.GetMigrations().First();
            await _database.ExecuteAsync(
                $"SET search_path TO by_hand;{old.GetService<IMigrator>().GenerateScript(toMigration: first)}"
            );
            await _database.ExecuteAsync(store.GetMigrationScript(first));
        }

        await UseAsync(store);
        (await TablesAsync("by_hand")).Should().Be(12);
        (await TablesAsync("public")).Should().Be(0);
    }

    [Test]
    public async Task A_context_of_ones_own_can_hold_the_tables()
    {
        const string schema = "own";
        await using (
            var own = new OwnContext(
                new DbContextOptionsBuilder<OwnContext>().UseNpgsql(_database.ConnectionString).Options,
                schema
            )
        )
        {
            await own.Database.EnsureCreatedAsync();
            own.Notes.Add(new Note { Text = "x" });
            await own.SaveChangesAsync();
        }

        using var store = _database.Open(schema, migrateOnStart: false);
        await UseAsync(store);

        await using var again = new OwnContext(
            new DbContextOptionsBuilder<OwnContext>().UseNpgsql(_database.ConnectionString).Options,
            schema
        );
        (await again.Set<UsageRecord>().SumAsync(record => record.TotalTokens))
            .Should()
            .Be(Records.Sum(record => record.TotalTokens));
    }

    [Test]
    public async Task A_host_migrates_into_the_schema_and_store_and_reader_are_one()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder
            .Services.AddGigaChatUsageTracking()
            .UsePostgreSql(_database.ConnectionString, options => options.Schema = "hosted");
        using var host = builder.Build();
        await host.StartAsync();

        (await TablesAsync("hosted")).Should().Be(12);
        host.Services.GetRequiredService<IUsageReader>()
            .Should()
            .BeSameAs(host.Services.GetRequiredService<PostgreSqlUsageStore>());
        await host.StopAsync();
    }

    [TestCase("", "s", "*ConnectionString is empty*")]
    [TestCase("Database=x;Password=secret", "s", "*names no server*")]
    [TestCase("Host=x", " ", "*Schema must be a name*")]
    public void Wrong_options_are_named(string connectionString, string schema, string message)
    {
        using var services = new ServiceCollection()
            .AddGigaChatUsageTracking()
            .UsePostgreSql(options => (options.ConnectionString, options.Schema) = (connectionString, schema))
            .Services.BuildServiceProvider();

        services
            .Invoking(it => it.GetRequiredService<IUsageStore>())
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage(message)
            .Which.Message.Should()
            .NotContain("secret");
    }

    private static async Task UseAsync(EfUsageStore store)
    {
        await store.AppendAsync(Records, default);
        await store.AppendAsync(Records, default);
        (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None))
            .Should()
            .Equal(NaiveUsage.Aggregate(Records, UsageFilter.All, UsageGrouping.None));
        (await store.ListAsync(new UsageFilter { Search = "дроби" }, new UsagePage { Size = 100 }))
            .Items.Should()
            .BeEquivalentTo(Records);
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    private async Task<long> TablesAsync(string schema) =>
        (long)
            (
                await _database.ExecuteAsync(
                    $"SELECT COUNT(*) FROM pg_tables WHERE schemaname = '{schema.Replace("'", "''", StringComparison.Ordinal)}'"
                )
            )!;

    private sealed class Note
    {
        public int Id { get; set; }

        public string Text { get; set; } = "";
    }

    private sealed class OwnContext(DbContextOptions<OwnContext> options, string? schema) : DbContext(options)
    {
        public DbSet<Note> Notes => Set<Note>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddGigaChatUsage(schema);
    }
}
