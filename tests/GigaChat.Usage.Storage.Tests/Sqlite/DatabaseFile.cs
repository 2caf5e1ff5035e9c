using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage;

/// <summary>A database file in a temporary folder of its own.</summary>
internal sealed class DatabaseFile : ITestDatabase, IDisposable
{
    private static readonly Lazy<byte[]> Migrated = new(Migrate);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gigachat-usage-");

    /// <summary>A file that has the tables already, which saves time.</summary>
    public static DatabaseFile WithTables()
    {
        var file = new DatabaseFile();
        File.WriteAllBytes(file.Path, Migrated.Value);
        return file;
    }

    public string Path => System.IO.Path.Combine(_folder.FullName, "usage.db");

    public string ConnectionString => $"Data Source={Path}";

    /// <summary>Runs SQL over a connection of its own.</summary>
    public object? Execute(string sql)
    {
        using var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public Task<object?> ExecuteAsync(string sql) => Task.FromResult(Execute(sql));

    public EfUsageStore Open(
        bool migrateOnStart = true,
        TimeZoneInfo? timeZone = null,
        TimeProvider? time = null,
        ILogger? logger = null,
        TagLimits? tags = null
    ) => new SqliteUsageStore(ConnectionString, migrateOnStart, ITestDatabase.Services(timeZone, time, logger, tags));

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        // Work that nobody waits for, such as a budget's settlement, may still be opening or closing files here.
        if (!SpinWait.SpinUntil(TryDelete, TimeSpan.FromMinutes(1)))
            throw new IOException($"{_folder} is still in use.");
    }

    private bool TryDelete()
    {
        try
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(_folder.FullName, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static byte[] Migrate()
    {
        using var file = new DatabaseFile();
        using (var store = file.Open())
            store.EnsureMigratedAsync().GetAwaiter().GetResult();
        file.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        SqliteConnection.ClearAllPools();
        return File.ReadAllBytes(file.Path);
    }
}
