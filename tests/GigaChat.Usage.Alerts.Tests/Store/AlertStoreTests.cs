namespace GigaChat.Usage.Alerts.Tests;

[TestFixture]
internal sealed class InMemoryAlertStoreTests : AlertStoreContract
{
    private InMemoryUsageAlertStore _store = null!;

    protected override IUsageAlertStore Store => _store;

    [SetUp]
    public void Create() => _store = new InMemoryUsageAlertStore(Time);
}

[TestFixture]
internal sealed class SqliteAlertStoreTests : AlertStoreContract
{
    private DirectoryInfo _folder = null!;
    private SqliteUsageStore _database = null!;

    protected override IUsageAlertStore Store => new EfUsageAlertStore(_database, Time);

    [SetUp]
    public void Create()
    {
        _folder = Directory.CreateTempSubdirectory("gigachat-usage-alerts-");
        _database = new SqliteUsageStore($"Data Source={Path.Combine(_folder.FullName, "usage.db")}");
    }

    [TearDown]
    public void Delete()
    {
        _database.Dispose();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task An_erased_user_takes_the_alerts_and_deliveries_that_name_the_user_along()
    {
        await OpenAsync(Alert("r", "one") with { Users = ["u-1", "u-2"] }, Alert("r", "two") with { Users = ["u-12"] });
        await Store.UpdateAsync([], Time.GetUtcNow(), _ => new UsageAlertChanges
        {
            Deliveries = [Delivery("r") with { Users = ["u-2"] }, Delivery("r") with { Users = ["u-12"] }],
        });
        await _database.EraseUserAsync("u-2");

        (await Store.ListAsync(10)).Should().ContainSingle().Which.Key.Should().Be("two");
        (await Store.GetBacklogAsync()).Should().ContainSingle().Which.Waiting.Should().Be(1);
    }

    [Test]
    public async Task Alerts_are_in_the_database_of_a_relational_store_without_further_configuration()
    {
        var rule = new SwitchRule();
        rule.On.Add("lamp");
        for (var start = 0; start < 2; start++)
        {
            await using var host = new AlertHost(
                alerts =>
                {
                    alerts.Rules.Clear();
                    alerts.Rules.Add(rule);
                },
                builder =>
                    Microsoft.Extensions.DependencyInjection.SqliteGigaChatUsageBuilderExtensions.UseSqlite(
                        builder,
                        $"Data Source={Path.Combine(_folder.FullName, "usage.db")}"
                    )
            );
            await host.EvaluateAsync();
            host.Get<IUsageAlertStore>().Should().BeOfType<EfUsageAlertStore>();
            host.Sink.Received.Should().HaveCount(1 - start);
        }
    }
}

[TestFixture]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
internal sealed class PostgreSqlAlertStoreTests : AlertStoreContract
{
    private LocalPostgreSql? _server;
    private PostgreSqlUsageStore _database = null!;

    protected override IUsageAlertStore Store => new EfUsageAlertStore(_database, Time);

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        try
        {
            _server = await LocalPostgreSql.StartAsync(syncToDisk: false);
        }
        catch (FileNotFoundException error) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Ignore(error.Message);
        }

        _database = new PostgreSqlUsageStore(_server!.ConnectionString);
        await _database.EnsureMigratedAsync();
    }

    [SetUp]
    public async Task EmptyAsync()
    {
        await using var connection = new Npgsql.NpgsqlConnection(_server!.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "TRUNCATE gigachat_usage_alerts, gigachat_usage_alert_deliveries";
        await command.ExecuteNonQueryAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _database?.Dispose();
        Npgsql.NpgsqlConnection.ClearAllPools();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
