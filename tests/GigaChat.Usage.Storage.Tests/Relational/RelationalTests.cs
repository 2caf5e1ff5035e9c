namespace GigaChat.Usage;

/// <summary>Tests that run on each relational database, each on an empty one of its own.</summary>
[TestFixture(Sqlite, Category = Sqlite)]
[TestFixture(PostgreSql, Category = PostgreSql)]
internal abstract class RelationalTests(string kind)
{
    public const string Sqlite = "SQLite";
    public const string PostgreSql = "PostgreSQL";

    protected static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly List<EfUsageStore> _stores = [];

    protected ITestDatabase Database { get; private set; } = null!;

    protected bool IsSqlite => kind == Sqlite;

    [SetUp]
    public async Task CreateDatabaseAsync() => Database = await CreateAsync();

    [TearDown]
    public async Task DeleteDatabaseAsync()
    {
        _stores.ForEach(store => store.Dispose());
        _stores.Clear();
        await Database.DisposeAsync();
    }

    /// <summary>Whether a test starts without tables; else there may be some already, which saves time.</summary>
    protected virtual bool StartsEmpty => false;

    protected async Task<ITestDatabase> CreateAsync() =>
        IsSqlite ? (StartsEmpty ? new DatabaseFile() : DatabaseFile.WithTables())
        : StartsEmpty ? await PostgreSqlTestDatabase.CreateEmptyAsync()
        : await PostgreSqlTestDatabase.CreateAsync();

    protected EfUsageStore Open(bool migrateOnStart = true, TimeZoneInfo? timeZone = null, TimeProvider? time = null)
    {
        var store = Database.Open(migrateOnStart, timeZone, time);
        _stores.Add(store);
        return store;
    }

    protected static async Task<UsageGroup> SumAsync(EfUsageStore store, UsageFilter? filter = null) =>
        (await store.AggregateAsync(filter ?? UsageFilter.All, UsageGrouping.None)).Should().ContainSingle().Subject;
}
