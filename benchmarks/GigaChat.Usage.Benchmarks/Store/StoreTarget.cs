using Microsoft.Data.Sqlite;
using Npgsql;

namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>The database that is measured: a temporary file, a server started for it, or one that was named.</summary>
internal sealed class StoreTarget : IAsyncDisposable
{
    private readonly DirectoryInfo? _folder;
    private readonly LocalPostgreSql? _server;

    private StoreTarget(bool isSqlite, string connectionString, DirectoryInfo? folder, LocalPostgreSql? server) =>
        (IsSqlite, ConnectionString, _folder, _server) = (isSqlite, connectionString, folder, server);

    public bool IsSqlite { get; }

    public string ConnectionString { get; }

    public static Task<StoreTarget> OpenAsync(StoreOptions options) =>
        OpenAsync(options.Database, options.ConnectionString, options.Settings);

    /// <summary>Opens a database.</summary>
    /// <param name="database"><c>sqlite</c> or <c>postgres</c>.</param>
    /// <param name="connectionString">One's own; null for a temporary file or server.</param>
    /// <param name="settings">What is added to the connection string of a temporary server; null for nothing.</param>
    public static async Task<StoreTarget> OpenAsync(string database, string? connectionString, string? settings = null)
    {
        var isSqlite = database == "sqlite";
        if (connectionString is not null)
            return new StoreTarget(isSqlite, connectionString, null, null);
        if (isSqlite)
        {
            var folder = Directory.CreateTempSubdirectory("gigachat-usage-load-");
            return new StoreTarget(
                isSqlite: true,
                $"Data Source={Path.Combine(folder.FullName, "usage.db")}",
                folder,
                null
            );
        }

        var server = await LocalPostgreSql.StartAsync(syncToDisk: true);
        return new StoreTarget(isSqlite: false, $"{server.ConnectionString};{settings}", null, server);
    }

    public EfUsageStore OpenStore() => OpenStore(IsSqlite, ConnectionString);

    public static EfUsageStore OpenStore(bool isSqlite, string connectionString) =>
        isSqlite ? new SqliteUsageStore(connectionString) : new PostgreSqlUsageStore(connectionString);

    /// <summary>Empties the tables, so that every variant starts alike.</summary>
    public async Task EmptyAsync()
    {
        using var store = OpenStore();
        await store.EnsureMigratedAsync();
        string[] statements = IsSqlite
            ?
            [
                "DELETE FROM gigachat_usage_records",
                "DELETE FROM gigachat_usage_rollups",
                "DELETE FROM gigachat_usage_latency",
                "DELETE FROM gigachat_usage_tag_rollups",
                "DELETE FROM gigachat_usage_texts",
                "DELETE FROM gigachat_usage_settings",
                "VACUUM",
                "PRAGMA wal_checkpoint(TRUNCATE)",
            ]
            :
            [
                "TRUNCATE gigachat_usage_records, gigachat_usage_rollups, gigachat_usage_latency, gigachat_usage_tag_rollups, gigachat_usage_texts, gigachat_usage_settings",
                "CHECKPOINT",
            ];
        foreach (var statement in statements)
            await ExecuteAsync(statement);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using System.Data.Common.DbConnection connection = IsSqlite
            ? new SqliteConnection(ConnectionString)
            : new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is this program's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Makes the database read-only, until what is returned is disposed: the server is
    /// stopped, the file is locked.</summary>
    public async Task<IAsyncDisposable> TakeAwayAsync()
    {
        if (_server is { } server)
        {
            await server.StopAsync();
            return new Return(server.StartAsync);
        }

        // Not pooled: a connection in the pool would hold its lock on.
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        _folder?.Delete(recursive: true);
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private sealed class Return(Func<Task> give) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => new(give());
    }
}
