using GigaChat.Usage;
using Microsoft.Data.Sqlite;

/// <summary>The contract on a new SQLite file a test.</summary>
[NUnit.Framework.TestFixture]
public sealed class SqliteContract : UsageStoreContract
{
    private readonly List<SqliteUsageStore> _stores = [];
    private DirectoryInfo _folder = null!;

    protected override Task<(IUsageStore Store, IUsageReader Reader)> CreateStoreAsync()
    {
        _folder = Directory.CreateTempSubdirectory();
        var store = Open();
        return Task.FromResult<(IUsageStore, IUsageReader)>((store, store));
    }

    protected override Task<IUsageStore> OpenAgainAsync() => Task.FromResult<IUsageStore>(Open());

    protected override Task DeleteStoreAsync()
    {
        _stores.ForEach(store => store.Dispose());
        _stores.Clear();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private SqliteUsageStore Open()
    {
        var store = new SqliteUsageStore($"Data Source={Path.Combine(_folder.FullName, "usage.db")}");
        _stores.Add(store);
        return store;
    }
}
