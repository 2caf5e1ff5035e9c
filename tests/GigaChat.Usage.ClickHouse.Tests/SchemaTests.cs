using GigaChat.Usage.ClickHouse;

namespace GigaChat.Usage;

/// <summary>The tables: created by a call, by a script, and for a cluster.</summary>
[TestFixture]
internal sealed class SchemaTests : ClickHouseTests
{
    [Test]
    public async Task The_script_creates_the_same_tables_as_the_call()
    {
        using var scripted = new ClickHouseUsageStore(Database.ConnectionString, migrateOnStart: false);
        foreach (var statement in Statements(scripted.GetMigrationScript()))
            await Database.ExecuteAsync(statement);

        (await scripted.GetSchemaStateAsync()).Should().Be(UsageStoreSchemaState.Current);
        await scripted.AppendAsync([Record(Noon)], default);
        (await SumAsync(scripted)).Count.Should().Be(1);
        scripted.GetMigrationScript(1).Should().BeEmpty();
        scripted
            .Invoking(store => store.GetMigrationScript(99))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithParameterName("fromVersion");
    }

    /// <summary>Every query reads the state: one table, since each one more takes longer than its rows.</summary>
    [Test]
    public async Task The_state_is_one_table()
    {
        await Database.Open().EnsureMigratedAsync();

        (
            (string[])
                await Database.ExecuteScalarAsync(
                    "SELECT arraySort(groupArray(name)) FROM system.tables WHERE database = currentDatabase()"
                )
        )
            .Should()
            .Equal("gigachat_usage_records", "gigachat_usage_rollups", "gigachat_usage_state", "gigachat_usage_users");
    }

    [Test]
    public async Task Several_processes_may_create_the_tables_at_once()
    {
        var stores = Enumerable.Range(0, 6).Select(_ => Database.Open()).ToList();

        await Task.WhenAll(stores.Select(store => store.EnsureMigratedAsync()));

        (await stores[0].GetSchemaStateAsync()).Should().Be(UsageStoreSchemaState.Current);
    }

    [Test]
    public async Task Tables_of_a_newer_version_are_reported()
    {
        var store = Database.Open();
        await store.EnsureMigratedAsync();
        await Database.ExecuteAsync(
            "INSERT INTO gigachat_usage_state (name, value, at) SELECT 'schema_version', '99', toUnixTimestamp64Micro(now64(6))"
        );

        (await store.GetSchemaStateAsync()).Should().Be(UsageStoreSchemaState.Newer);
    }

    /// <summary>The engine of the tests has neither Keeper nor other servers: it parses the statements of a cluster, and
    /// does not run them.</summary>
    [Test]
    public async Task The_statements_of_a_cluster_are_ones_that_the_server_parses()
    {
        using var store = new ClickHouseUsageStore(Database.ConnectionString, "company", migrateOnStart: false);
        var statements = Statements(store.GetMigrationScript());
        statements.Should().HaveCount(6);
        statements
            .Take(5)
            .Should()
            .AllSatisfy(statement => statement.Should().Contain("ON CLUSTER `company`"))
            .And.ContainSingle(statement =>
                statement.Contains(
                    "ENGINE = Distributed('company', currentDatabase(), 'gigachat_usage_records_local', cityHash64(id_high, id_low))",
                    StringComparison.Ordinal
                )
            );
        foreach (var statement in statements)
            (await Database.ExecuteScalarAsync($"SELECT formatQuery({SqlText.Of(statement)})"))
                .Should()
                .BeOfType<string>()
                .Which.Should()
                .NotBeEmpty();
    }

    /// <summary>Over the tables of a cluster the same queries run. The local engine knows no cluster: there is nothing to
    /// test without a server.</summary>
    [Test]
    public async Task Records_and_totals_over_a_distributed_table_are_exact()
    {
        Assume.That(ClickHouseServer.IsReal, "GIGACHAT_USAGE_TEST_CLICKHOUSE names no server.");

        using var store = new ClickHouseUsageStore(Database.ConnectionString, ClickHouseServer.Cluster ?? "default");
        UsageRecord[] records = [.. Enumerable.Range(0, 1_000).Select(i => Record(Noon.AddMinutes(i), i))];
        await store.AppendAsync(records, default);
        await store.AppendAsync(records[500..], default);
        (await SumAsync(store)).Count.Should().Be(1_000);
        await store.SealAsync();
        (await SumAsync(store)).Count.Should().Be(1_000);
    }

    private static string[] Statements(string script) => script.Split(";\n\n", StringSplitOptions.RemoveEmptyEntries);
}
