using Npgsql;

namespace GigaChat.Usage.Benchmarks.Reliability.Chaos;

/// <summary>
/// A primary with a synchronous standby. Half of the writers name both servers, the other half go through PgBouncer. In
/// the middle of the run the primary
/// is lost for good and the standby takes over.
/// </summary>
internal sealed class PostgreSqlChaos : IChaosDatabase
{
    private readonly LocalPostgreSql _primary;
    private readonly LocalPostgreSql _standby;
    private readonly PgBouncer _bouncer;
    private LocalPostgreSql _current;

    private PostgreSqlChaos(LocalPostgreSql primary, LocalPostgreSql standby, PgBouncer bouncer) =>
        (_primary, _standby, _bouncer, _current) = (primary, standby, bouncer, primary);

    public IReadOnlyList<(string Name, Func<Random, Task> Make)> Faults =>
        [
            ("server restart", RestartAsync),
            ("backends terminated", TerminateAsync),
            ("pooler restart", RestartPoolerAsync),
        ];

    public (string Name, Func<Task> Make)? Once => ("failover to the standby", FailOverAsync);

    public IEnumerable<string> ConnectionStrings => [_current.ConnectionString];

    private string Both =>
        $"Host={_primary.Address},{_standby.Address};Username=postgres;Database=postgres;Target Session Attributes=read-write;Host Recheck Seconds=1;Timeout=5";

    public static async Task<PostgreSqlChaos> StartAsync()
    {
        var primary = await LocalPostgreSql.StartAsync(syncToDisk: true);
        var standby = await primary.StartStandbyAsync();
        var database = new PostgreSqlChaos(primary, standby, await PgBouncer.StartAsync(primary.ConnectionString));
        foreach (
            var statement in (string[])["ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"]
        )
            await database.ExecuteAsync(statement);
        return database;
    }

    public string ConnectionOf(int writer) => writer % 2 == 0 ? Both : _bouncer.Before(_primary.ConnectionString);

    public EfUsageStore OpenStore(string connectionString) => new PostgreSqlUsageStore(connectionString);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _bouncer.DisposeAsync();
        await _standby.DisposeAsync();
        await _primary.DisposeAsync();
    }

    private async Task RestartAsync(Random random)
    {
        if (random.Next(2) == 0)
            await _current.KillAsync();
        else
            await _current.StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(random.Next(0, 4)), TimeProvider.System);
        await _current.StartAsync();
    }

    private Task TerminateAsync(Random random) =>
        ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        );

    private async Task RestartPoolerAsync(Random random)
    {
        await _bouncer.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(random.Next(0, 3)), TimeProvider.System);
        await _bouncer.StartAsync();
    }

    private async Task FailOverAsync()
    {
        await _primary.KillAsync();
        await _standby.PromoteAsync();
        _current = _standby;
        await _bouncer.KillAsync();
        await _bouncer.PointAtAsync(_standby.ConnectionString);
        await _bouncer.StartAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_current.ConnectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is this program's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
