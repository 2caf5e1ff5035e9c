using Microsoft.Extensions.Logging;
using Npgsql;

namespace GigaChat.Usage;

/// <summary>A database of its own, dropped at the end; the tables are copied from a template migrated once.</summary>
internal sealed class PostgreSqlTestDatabase : ITestDatabase
{
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    private readonly List<PostgreSqlUsageStore> _stores = [];
    private readonly string _server;

    private PostgreSqlTestDatabase(string server, string name)
    {
        _server = server;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 40 }.ConnectionString;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    public static async Task<PostgreSqlTestDatabase> CreateAsync()
    {
        await PostgreSqlServer.GetAsync();
        return await CreateAsync($"TEMPLATE {await Template.Value}");
    }

    public static Task<PostgreSqlTestDatabase> CreateEmptyAsync() => CreateAsync("");

    public EfUsageStore Open(bool migrateOnStart = true, TimeZoneInfo? timeZone = null, TimeProvider? time = null, ILogger? logger = null) =>
        Open(null, migrateOnStart, timeZone, time, logger);

    public PostgreSqlUsageStore Open(string? schema, bool migrateOnStart = true, TimeZoneInfo? timeZone = null, TimeProvider? time = null, ILogger? logger = null)
    {
        var store = new PostgreSqlUsageStore(ConnectionString, schema, migrateOnStart, ITestDatabase.Services(timeZone, time, logger));
        _stores.Add(store);
        return store;
    }

    public Task<object?> ExecuteAsync(string sql) => ExecuteAsync(ConnectionString, sql);

    public async ValueTask DisposeAsync()
    {
        _stores.ForEach(store => store.Dispose());
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync(_server, $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
    }

    private static async Task<PostgreSqlTestDatabase> CreateAsync(string options)
    {
        var server = await PostgreSqlServer.GetAsync();
        var name = $"gigachat_usage_test_{Guid.CreateVersion7():N}";
        await ExecuteAsync(server, $"CREATE DATABASE {name} {options}");
        return new PostgreSqlTestDatabase(server, name);
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var database = await CreateEmptyAsync();
        await database.Open().EnsureMigratedAsync();

        // A database that anyone is connected to cannot be copied.
        NpgsqlConnection.ClearAllPools();
        PostgreSqlServer.AtStop(() => database.DisposeAsync());
        return database.Name;
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
