using Microsoft.Data.Sqlite;

namespace GigaChat.Usage.Benchmarks.Reliability.Chaos;

/// <summary>A SQLite file in a folder that is moved away under its writers and comes back: one rename, so that the file and
/// its log stay together.</summary>
internal sealed class SqliteChaos : IChaosDatabase
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gigachat-usage-chaos-db-");
    private int _moves;

    public SqliteChaos() => Directory.CreateDirectory(Live);

    public IReadOnlyList<(string Name, Func<Random, Task> Make)> Faults => [("file moved away and back", MoveAsync)];

    public (string Name, Func<Task> Make)? Once => null;

    /// <summary>The database, and any that a writer which started meanwhile made in its place.</summary>
    public IEnumerable<string> ConnectionStrings =>
        _folder
            .GetDirectories()
            .Select(static folder => Path.Combine(folder.FullName, "usage.db"))
            .Where(File.Exists)
            .Select(static file => $"Data Source={file}");

    private string Live => Path.Combine(_folder.FullName, "live");

    public string ConnectionOf(int writer) => $"Data Source={Path.Combine(Live, "usage.db")}";

    public EfUsageStore OpenStore(string connectionString) => new SqliteUsageStore(connectionString);

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task MoveAsync(Random random)
    {
        var away = Path.Combine(_folder.FullName, $"away-{++_moves}");
        Directory.Move(Live, away);
        await Task.Delay(TimeSpan.FromSeconds(random.Next(1, 6)), TimeProvider.System);
        if (Directory.Exists(Live))
            Directory.Move(Live, Path.Combine(_folder.FullName, $"made-{_moves}"));
        Directory.Move(away, Live);
    }
}
