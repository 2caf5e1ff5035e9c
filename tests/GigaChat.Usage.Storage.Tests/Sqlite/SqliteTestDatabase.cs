using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage;

/// <summary>A SQLite file of its own, deleted at the end; the tables are copied from a file migrated once.</summary>
internal sealed class SqliteTestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<byte[]>> Migrated = new(MigrateAsync);

    private readonly List<EfUsageStore> _stores = [];

    private SqliteTestDatabase(string file) => File = file;

    public string File { get; }

    public string ConnectionString => $"Data Source={File}";

    public static async Task<SqliteTestDatabase> CreateAsync()
    {
        var database = CreateEmpty();
        await System.IO.File.WriteAllBytesAsync(database.File, await Migrated.Value);
        return database;
    }

    public static SqliteTestDatabase CreateEmpty() => new(Path.Combine(Path.GetTempPath(), $"gigachat-usage-{Guid.CreateVersion7():N}.db"));

    public EfUsageStore Open(Action<SqliteUsageOptions>? configure = null)
    {
        var options = new SqliteUsageOptions { ConnectionString = ConnectionString };
        configure?.Invoke(options);
        var store = SqliteUsageBuilderExtensions.MakeStore(options, SqliteUsageContexts.Create(options), new ServiceCollection().BuildServiceProvider());
        _stores.Add(store);
        return store;
    }

    public ValueTask DisposeAsync()
    {
        _stores.ForEach(store => store.Dispose());
        SqliteConnection.ClearAllPools();
        foreach (var suffix in new[] { "", "-wal", "-shm" })
            System.IO.File.Delete(File + suffix);
        return ValueTask.CompletedTask;
    }

    private static async Task<byte[]> MigrateAsync()
    {
        await using var database = CreateEmpty();
        await database.Open().EnsureMigratedAsync();
        SqliteConnection.ClearAllPools();
        return await System.IO.File.ReadAllBytesAsync(database.File);
    }
}
