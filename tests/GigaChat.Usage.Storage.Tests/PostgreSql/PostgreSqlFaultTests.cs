using GigaChat.Usage.Forecasting;
using GigaChat.Usage.PostgreSql;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Testing.NUnit;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GigaChat.Usage;

/// <summary>What can be wrong with a server.</summary>
[TestFixture]
internal sealed class PostgreSqlFaultTests
{
    private static readonly UsageRecord[] Records = NaiveUsage.Spread(
        new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero),
        50
    );

    private PostgreSqlTestDatabase _database = null!;

    [SetUp]
    public async Task Create() => _database = await PostgreSqlTestDatabase.CreateAsync();

    [TearDown]
    public async Task Delete() => await _database.DisposeAsync();

    [Test]
    public async Task A_read_only_database_is_named()
    {
        await _database.ExecuteAsync($"ALTER DATABASE {_database.Name} SET default_transaction_read_only = on");
        using var store = _database.Open();

        await Fails(store, "*read-only*primary*");
    }

    [Test]
    public async Task A_missing_database_is_named_and_no_password()
    {
        using var store = new PostgreSqlUsageStore(
            new NpgsqlConnectionStringBuilder(_database.ConnectionString)
            {
                Database = "nowhere",
                Password = "secret",
            }.ConnectionString
        );

        (await Fails(store, "*'nowhere' does not exist: create it*")).Message.Should().NotContain("secret");
    }

    [Test]
    public async Task A_user_without_rights_is_named()
    {
        var user = $"u_{Guid.CreateVersion7():N}";
        await _database.ExecuteAsync($"CREATE ROLE {user} LOGIN PASSWORD 'p'");
        try
        {
            using var store = new PostgreSqlUsageStore(
                new NpgsqlConnectionStringBuilder(_database.ConnectionString)
                {
                    Username = user,
                    Password = "p",
                }.ConnectionString,
                migrateOnStart: false
            );
            await Fails(store, "*grant*");
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            await _database.ExecuteAsync($"DROP ROLE {user}");
        }
    }

    /// <summary>A server that stops under load and comes back: the recorder loses nothing and doubles
    /// nothing.</summary>
    [Test]
    public async Task Nothing_is_lost_or_doubled_when_the_server_stops_and_comes_back()
    {
        if (Environment.GetEnvironmentVariable("GIGACHAT_USAGE_TEST_POSTGRES") is { Length: > 0 })
            Assert.Ignore("The server is not this test's to stop.");
        await using var server = await LocalPostgreSql.StartAsync(syncToDisk: false);
        using var store = new PostgreSqlUsageStore(server.ConnectionString);
        await store.EnsureMigratedAsync();
        var records = NaiveUsage.Spread(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero), 3_000);
        await using var recorder = new UsageRecorder(
            store,
            new UsageRecorderOptions
            {
                Tracking = new GigaChatUsageOptions
                {
                    BatchSize = 50,
                    BatchDelay = TimeSpan.FromMilliseconds(1),
                    RetryDelay = TimeSpan.FromMilliseconds(20),
                    MaxRetryDelay = TimeSpan.FromMilliseconds(200),
                },
            }
        );

        foreach (var record in records[..1_000])
            recorder.TryRecord(record).Should().BeTrue();
        await server.StopAsync();
        foreach (var record in records[1_000..])
            recorder.TryRecord(record).Should().BeTrue();
        await server.StartAsync();
        await recorder.FlushAsync();

        recorder.ParkedRecords.Should().BeEmpty();
        (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None))
            .Should()
            .Equal(NaiveUsage.Aggregate(records, UsageFilter.All, UsageGrouping.None));
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    [TestCase("WIN1251")]
    [TestCase("LATIN1")]
    public async Task A_database_of_another_encoding_is_named_and_no_record_is_blamed(string encoding)
    {
        var name = $"other_encoding_{Guid.CreateVersion7():N}";
        await _database.ExecuteAsync($"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0");
        try
        {
            using var store = new PostgreSqlUsageStore(
                new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Database = name }.ConnectionString
            );

            var error = await Fails(store, $"*{encoding}*must be UTF8*create one*");

            error.FaultOf().Should().Be(StoreFault.Unavailable, "records wait for it");
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            await _database.ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)");
        }
    }

    [TestCase("08000")]
    [TestCase("08006")]
    [TestCase("08P01")]
    [TestCase("57P01")]
    [TestCase("57P05")]
    [TestCase("25P03")]
    public void A_connection_that_a_server_or_pooler_ends_is_told_as_such(string state)
    {
        var explained = PostgreSqlErrors.Explain(
            new PostgresException("query_wait_timeout", "FATAL", "FATAL", state),
            "app"
        );

        explained.Should().BeOfType<UsageStoreException>().Which.Message.Should().Contain("'app' cannot be reached");
        explained!.FaultOf().Should().Be(StoreFault.Unavailable);
    }

    [Test]
    public async Task A_server_that_is_not_there_is_named()
    {
        using var store = new PostgreSqlUsageStore("Host=127.0.0.1;Port=1;Username=x;Database=x");

        await Fails(store, "*cannot be reached*server*");
    }

    [TestCase("Command Timeout=1")]
    [TestCase("Options=-c statement_timeout=200")]
    public async Task A_statement_that_takes_too_long_is_told_as_such(string setting)
    {
        using var store = new PostgreSqlUsageStore($"{_database.ConnectionString};{setting}", migrateOnStart: false);
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("LOCK TABLE gigachat_usage_settings", connection, transaction))
            await command.ExecuteNonQueryAsync();

        var error = await Fails(store, "*did not respond in time*load*locks*");
        error.Message.Should().NotContain("cannot be reached");
        error.FaultOf().Should().Be(StoreFault.TimedOut);
    }

    [Test]
    public async Task A_pool_that_is_used_up_is_told_as_such()
    {
        var connectionString = new NpgsqlConnectionStringBuilder(_database.ConnectionString)
        {
            MaxPoolSize = 1,
            Timeout = 1,
        }.ConnectionString;
        using var store = new PostgreSqlUsageStore(connectionString, migrateOnStart: false);

        // One connection of the store's own pool, held.
        await using var context = store.CreateDbContext();
        await context.Database.OpenConnectionAsync();

        (await Fails(store, "*did not respond in time*pool*")).Message.Should().NotContain("cannot be reached");
    }

    private static async Task<UsageStoreException> Fails(PostgreSqlUsageStore store, string message) =>
        (await store.Invoking(it => it.AppendAsync(Records, default)).Should().ThrowAsync<UsageStoreException>())
            .WithMessage(message)
            .Which;

    private static Task<UsageStoreException> Fails(EfUsageStore store, string message) =>
        Fails((PostgreSqlUsageStore)store, message);
}
