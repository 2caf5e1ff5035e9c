namespace GigaChat.Usage;

[TestFixture]
internal sealed class PostgreSqlUsageStoreTests : RelationalStoreContract
{
    private PostgreSqlTestDatabase? _database;

    protected override async Task<(IUsageStore Store, IUsageReader Reader)> CreateStoreAsync()
    {
        _database = await PostgreSqlTestDatabase.CreateAsync();
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
