namespace GigaChat.Usage;

/// <summary>The contract, on a file.</summary>
[TestFixture]
internal sealed class SqliteUsageStoreTests : RelationalStoreContract
{
    private readonly Stack<IDisposable> _opened = [];
    private string _connectionString = "";

    protected override Task<(IUsageStore Store, IUsageReader Reader)> CreateStoreAsync()
    {
        var file = DatabaseFile.WithTables();
        _opened.Push(file);
        _connectionString = file.ConnectionString;
        var store = Open();
        return Task.FromResult<(IUsageStore, IUsageReader)>((store, store));
    }

    protected override Task<IUsageStore> OpenAgainAsync() => Task.FromResult<IUsageStore>(Open());

    protected override Task DeleteStoreAsync()
    {
        while (_opened.TryPop(out var opened))
            opened.Dispose();
        return Task.CompletedTask;
    }

    private SqliteUsageStore Open()
    {
        var store = new SqliteUsageStore(_connectionString);
        _opened.Push(store);
        return store;
    }
}
