using ClickHouse.Driver;
using ClickHouse.Driver.ADO;
using GigaChat.Usage.ClickHouse;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GigaChat.Usage;

/// <summary>A database for one test, dropped with its disposal.</summary>
internal sealed class ClickHouseTestDatabase : IAsyncDisposable
{
    private readonly List<ClickHouseUsageStore> _stores = [];
    private readonly ClickHouseClient _server;
    private readonly ClickHouseClient _client;

    private ClickHouseTestDatabase(string server, string name)
    {
        Name = name;
        ConnectionString = new ClickHouseConnectionStringBuilder(server) { Database = name }.ConnectionString;
        _server = new ClickHouseClient(server);
        _client = new ClickHouseClient(ConnectionString);
    }

    public string Name { get; }

    public string ConnectionString { get; }

    public static async Task<ClickHouseTestDatabase> CreateAsync() =>
        await CreateAsync(await ClickHouseServer.GetAsync());

    public static async Task<ClickHouseTestDatabase> CreateAsync(string server)
    {
        var database = new ClickHouseTestDatabase(server, $"gigachat_usage_test_{Guid.CreateVersion7():N}");
        await database._server.ExecuteNonQueryAsync($"CREATE DATABASE {database.Name} ENGINE = Atomic");
        return database;
    }

    /// <param name="migrateOnStart">Whether the tables are created on first use.</param>
    /// <param name="timeZone">The report time zone.</param>
    /// <param name="time">The clock.</param>
    /// <param name="grace">The time after a mark in which its inserts may still run; none where the test waits for its
    /// inserts.</param>
    /// <param name="markLife">The time for which a mark covers inserts; none where days are sealed at once.</param>
    /// <param name="oldSealLife">The time for which rows of seals that do not count any more are kept.</param>
    /// <param name="logger">The log.</param>
    public ClickHouseUsageStore Open(
        bool migrateOnStart = true,
        TimeZoneInfo? timeZone = null,
        TimeProvider? time = null,
        TimeSpan? grace = null,
        TimeSpan? markLife = null,
        TimeSpan? oldSealLife = null,
        ILogger? logger = null
    )
    {
        var store = new ClickHouseUsageStore(
            ConnectionString,
            null,
            migrateOnStart,
            new ClickHouseServices(
                timeZone ?? ReportTimeZone.Default,
                time ?? TimeProvider.System,
                logger ?? NullLogger.Instance
            )
            {
                Grace = grace ?? TimeSpan.Zero,
                MarkLife = markLife ?? TimeSpan.Zero,
                OldSealLife = oldSealLife ?? ClickHouseLimits.OldSealLife,
            }
        );
        _stores.Add(store);
        return store;
    }

    public Task<object> ExecuteScalarAsync(string sql) => _client.ExecuteScalarAsync(sql);

    public Task ExecuteAsync(string sql) => _client.ExecuteNonQueryAsync(sql);

    public async ValueTask DisposeAsync()
    {
        _stores.ForEach(store => store.Dispose());
        _stores.Clear();
        await _server.ExecuteNonQueryAsync($"DROP DATABASE IF EXISTS {Name} SYNC");
        _server.Dispose();
        _client.Dispose();
    }
}
