using System.Collections.Concurrent;
using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GigaChat.Usage;

/// <summary>A database for one test at a time. One that was made with tables is emptied and used again, unless a test
/// changed its tables; others are dropped.</summary>
internal sealed class PostgreSqlTestDatabase : ITestDatabase
{
    private static readonly ConcurrentBag<PostgreSqlTestDatabase> Free = [];

    private readonly List<PostgreSqlUsageStore> _stores = [];
    private readonly string _server;
    private bool _isReusable;

    private PostgreSqlTestDatabase(string server, string name)
    {
        _server = server;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server)
        {
            Database = name,
            MaxPoolSize = 40,
        }.ConnectionString;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    public static async Task<PostgreSqlTestDatabase> CreateAsync()
    {
        if (Free.TryTake(out var free))
            return free;
        var database = await CreateEmptyAsync();
        using (var store = database.Open(schema: null))
            await store.EnsureMigratedAsync();
        database._isReusable = true;
        return database;
    }

    public static async Task<PostgreSqlTestDatabase> CreateEmptyAsync()
    {
        var server = await PostgreSqlServer.GetAsync();
        PostgreSqlServer.Stopping = DropAllAsync;
        var name = $"gigachat_usage_test_{Guid.CreateVersion7():N}";
        await ExecuteAsync(server, $"CREATE DATABASE {name}");
        return new PostgreSqlTestDatabase(server, name);
    }

    public EfUsageStore Open(
        bool migrateOnStart = true,
        TimeZoneInfo? timeZone = null,
        TimeProvider? time = null,
        ILogger? logger = null,
        TagLimits? tags = null
    ) => Open(null, migrateOnStart, timeZone, time, logger, tags);

    public PostgreSqlUsageStore Open(
        string? schema,
        bool migrateOnStart = true,
        TimeZoneInfo? timeZone = null,
        TimeProvider? time = null,
        ILogger? logger = null,
        TagLimits? tags = null
    )
    {
        var store = new PostgreSqlUsageStore(
            ConnectionString,
            schema,
            migrateOnStart,
            ITestDatabase.Services(timeZone, time, logger, tags)
        );
        _stores.Add(store);
        return store;
    }

    public Task<object?> ExecuteAsync(string sql)
    {
        _isReusable &= sql.Split(' ')[0] is "SELECT" or "UPDATE" or "DELETE";
        return ExecuteAsync(ConnectionString, sql);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isReusable)
        {
            await EmptyAsync();
            Free.Add(this);
            return;
        }

        CloseStores();

        await ExecuteAsync(_server, $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
    }

    /// <summary>Empties the tables for the next test.</summary>
    public async Task EmptyAsync()
    {
        CloseStores();
        await ExecuteAsync(
            ConnectionString,
            "TRUNCATE gigachat_usage_records, gigachat_usage_rollups, gigachat_usage_latency, gigachat_usage_tag_rollups, gigachat_usage_texts, gigachat_usage_settings, gigachat_usage_reservations, gigachat_usage_budget_steps, gigachat_usage_budgets, gigachat_usage_alerts, gigachat_usage_alert_deliveries"
        );
    }

    private void CloseStores()
    {
        _stores.ForEach(store => store.Dispose());
        _stores.Clear();
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Drops what waits for further tests.</summary>
    private static async Task DropAllAsync()
    {
        while (Free.TryTake(out var database))
        {
            database._isReusable = false;
            await database.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
