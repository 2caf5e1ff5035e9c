namespace GigaChat.Usage.AspNetCore;

/// <summary>One SQLite file with <see cref="TestUsage"/>, for every test that only reads.</summary>
[SetUpFixture]
internal sealed class SharedStore
{
    private static string? _folder;

    public static SqliteUsageStore Store { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task FillAsync()
    {
        _folder = Directory.CreateTempSubdirectory("gigachat-usage-dashboard-").FullName;
        Store = new SqliteUsageStore($"Data Source={Path.Combine(_folder, "usage.db")}");
        foreach (var batch in TestUsage.Records.Chunk(1_000))
            await Store.AppendAsync(batch, CancellationToken.None);
    }

    [OneTimeTearDown]
    public void Delete()
    {
        Store.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder!, recursive: true);
    }
}
