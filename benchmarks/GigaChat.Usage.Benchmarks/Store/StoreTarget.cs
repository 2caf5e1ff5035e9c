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

    public static async Task<StoreTarget> OpenAsync(StoreOptions options)
    {
        if (options.ConnectionString is { } given)
            return new StoreTarget(options.IsSqlite, given, null, null);
        if (options.IsSqlite)
        {
            var folder = Directory.CreateTempSubdirectory("gigachat-usage-load-");
            return new StoreTarget(isSqlite: true, $"Data Source={Path.Combine(folder.FullName, "usage.db")}", folder, null);
        }

        var server = await LocalPostgreSql.StartAsync(syncToDisk: true);
        return new StoreTarget(isSqlite: false, server.ConnectionString, null, server);
    }

    public EfUsageStore OpenStore() => OpenStore(IsSqlite, ConnectionString);

    public static EfUsageStore OpenStore(bool isSqlite, string connectionString) => isSqlite ? new SqliteUsageStore(connectionString) : new PostgreSqlUsageStore(connectionString);

    /// <summary>Empties the tables, so that every variant starts alike.</summary>
    public async Task EmptyAsync()
    {
        using var store = OpenStore();
        await store.EnsureMigratedAsync();
        string[] statements = IsSqlite
            ? ["DELETE FROM gigachat_usage_records", "DELETE FROM gigachat_usage_rollups", "DELETE FROM gigachat_usage_texts", "DELETE FROM gigachat_usage_settings", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"]
            : ["TRUNCATE gigachat_usage_records, gigachat_usage_rollups, gigachat_usage_texts, gigachat_usage_settings", "CHECKPOINT"];
        foreach (var statement in statements)
            await ExecuteAsync(statement);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using System.Data.Common.DbConnection connection = IsSqlite ? new SqliteConnection(ConnectionString) : new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is this program's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        _folder?.Delete(recursive: true);
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
