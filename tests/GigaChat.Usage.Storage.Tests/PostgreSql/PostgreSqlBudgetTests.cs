using Npgsql;

namespace GigaChat.Usage;

/// <summary>Budgets on a server whose disk is slow: a commit that waits for a standby which does not exist stands for
/// it.</summary>
[TestFixture]
internal sealed class PostgreSqlBudgetTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Settlement_that_waits_for_the_disk_holds_up_no_reservation_on_its_counter()
    {
        await PostgreSqlServer.GetAsync(); // Ignored where there are no programs, as the tests of one server are.
        if (Environment.GetEnvironmentVariable("GIGACHAT_USAGE_TEST_POSTGRES") is { Length: > 0 })
            Assert.Ignore("The server is not this test's to configure.");
        await using var server = await LocalPostgreSql.StartAsync(syncToDisk: false);
        await ExecuteAsync(server, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        await ExecuteAsync(server, "ALTER SYSTEM SET synchronous_commit = local");
        await server.StopAsync();
        NpgsqlConnection.ClearAllPools();
        await server.StartAsync();
        using (var migrating = new PostgreSqlUsageStore(server.ConnectionString))
            await migrating.EnsureMigratedAsync();
        using var store = new PostgreSqlUsageStore($"{server.ConnectionString};Options=-c synchronous_commit=on");
        var budgets = new EfBudgetStore(store);
        var counter = new BudgetCounter { Budget = "all" };
        await budgets.OpenAsync(
            [counter],
            static (_, _) =>
                Task.FromResult<IReadOnlyList<IReadOnlyList<BudgetUse>>>([
                    [],
                ]),
            default
        );
        var charge = new BudgetCharge(counter, 60, 1_000);
        var id = Guid.CreateVersion7();
        await budgets.ReserveAsync(id, [charge], Noon, Noon.AddMinutes(10), default);

        var settling = budgets.SettleAsync(id, [charge], Noon, default).AsTask();
        await UntilUsedAsync(budgets, counter, 60);
        var decision = await budgets
            .ReserveAsync(Guid.CreateVersion7(), [charge], Noon, Noon.AddMinutes(10), default)
            .AsTask()
            .WaitAsync(Patience);

        decision.IsGranted.Should().BeTrue();
        settling.IsCompleted.Should().BeFalse("the disk does not have it");
        await ExecuteAsync(server, "ALTER SYSTEM RESET synchronous_standby_names");
        await ExecuteAsync(server, "SELECT pg_reload_conf()");
        (await settling.WaitAsync(Patience))!.Single().Used.Should().Be(60);
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Waits until a settlement is seen, its locks released.</summary>
    private static async Task UntilUsedAsync(EfBudgetStore budgets, BudgetCounter counter, long used)
    {
        using var patience = new CancellationTokenSource(Patience);
        while ((await budgets.ReadAsync([counter], Noon, patience.Token))[0]?.Used != used)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
    }

    private static async Task ExecuteAsync(LocalPostgreSql server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
