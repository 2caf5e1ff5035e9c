namespace GigaChat.Usage;

[TestFixture]
internal sealed class SqliteUsageStoreTests : RelationalStoreContract
{
    private SqliteTestDatabase? _database;

    protected override async Task<(IUsageStore Store, IUsageReader Reader)> CreateStoreAsync()
    {
        _database = await SqliteTestDatabase.CreateAsync();
        var store = _database.Open();
        return (store, store);
    }

    protected override Task<IUsageStore> OpenAgainAsync() => Task.FromResult<IUsageStore>(_database!.Open());

    protected override async Task DeleteStoreAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        _database = null;
    }
}
