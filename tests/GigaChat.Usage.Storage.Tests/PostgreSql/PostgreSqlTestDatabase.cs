using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace GigaChat.Usage;

/// <summary>A database of its own, dropped at the end; the tables are copied from a template migrated once.</summary>
internal sealed class PostgreSqlTestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    private readonly List<EfUsageStore> _stores = [];
    private readonly string _server;
    private readonly string _name;

    private PostgreSqlTestDatabase(string server, string name)
    {
        _server = server;
        _name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 40 }.ConnectionString;
    }

    public string ConnectionString { get; }

    public static async Task<PostgreSqlTestDatabase> CreateAsync()
    {
        await PostgreSqlServer.GetAsync();
        return await CreateAsync($"TEMPLATE {await Template.Value}");
    }

    public static Task<PostgreSqlTestDatabase> CreateEmptyAsync() => CreateAsync("");

    public EfUsageStore Open(Action<PostgreSqlUsageOptions>? configure = null)
    {
        var options = new PostgreSqlUsageOptions { ConnectionString = ConnectionString };
        configure?.Invoke(options);
        var store = PostgreSqlUsageBuilderExtensions.MakeStore(options, new ServiceCollection().BuildServiceProvider());
        _stores.Add(store);
        return store;
    }

    public Task ExecuteAsync(string sql) => ExecuteAsync(ConnectionString, sql);

    public async ValueTask DisposeAsync()
    {
        _stores.ForEach(store => store.Dispose());
        await using (var connection = new NpgsqlConnection(ConnectionString))
            NpgsqlConnection.ClearPool(connection);
        await ExecuteAsync(_server, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
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
        await using (var connection = new NpgsqlConnection(database.ConnectionString))
            NpgsqlConnection.ClearPool(connection);
        PostgreSqlServer.AtStop(() => database.DisposeAsync());
        return database._name;
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
