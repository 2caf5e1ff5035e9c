using GigaChat.Usage;
using Npgsql;

/// <summary>The contract on PostgreSQL, in a new schema a test.</summary>
[NUnit.Framework.TestFixture]
public sealed class PostgreSqlContract : UsageStoreContract
{
    private static readonly string Server = Environment.GetEnvironmentVariable("GIGACHAT_USAGE_TEST_POSTGRES")!;

    private readonly List<PostgreSqlUsageStore> _stores = [];
    private string _schema = "";

    protected override Task<(IUsageStore Store, IUsageReader Reader)> CreateStoreAsync()
    {
        _schema = $"contract_{Guid.CreateVersion7():N}";
        var store = Open();
        return Task.FromResult<(IUsageStore, IUsageReader)>((store, store));
    }

    protected override Task<IUsageStore> OpenAgainAsync() => Task.FromResult<IUsageStore>(Open());

    protected override async Task DeleteStoreAsync()
    {
        _stores.ForEach(store => store.Dispose());
        _stores.Clear();
        await using var server = NpgsqlDataSource.Create(Server);
        await using var drop = server.CreateCommand($"DROP SCHEMA IF EXISTS {_schema} CASCADE");
        await drop.ExecuteNonQueryAsync();
    }

    private PostgreSqlUsageStore Open()
    {
        var store = new PostgreSqlUsageStore(Server, _schema);
        _stores.Add(store);
        return store;
    }
}
