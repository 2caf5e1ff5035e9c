namespace GigaChat.Usage;

/// <summary>Tests on a ClickHouse database of their own.</summary>
internal abstract class ClickHouseTests
{
    protected static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    protected ClickHouseTestDatabase Database { get; private set; } = null!;

    [SetUp]
    public async Task CreateDatabaseAsync() => Database = await ClickHouseTestDatabase.CreateAsync();

    [TearDown]
    public async Task DeleteDatabaseAsync()
    {
        if (Database is not null)
            await Database.DisposeAsync();
    }

    protected static async Task<UsageGroup> SumAsync(IUsageReader store, UsageFilter? filter = null) =>
        (await store.AggregateAsync(filter ?? UsageFilter.All, UsageGrouping.None)).Should().ContainSingle().Subject;

    protected static Task<IReadOnlyList<UsageGroup>> ByAsync(
        IUsageReader store,
        UsageDimensions by,
        UsageFilter? filter = null
    ) => store.AggregateAsync(filter ?? UsageFilter.All, new UsageGrouping(by));

    protected static UsageRecord Record(DateTimeOffset at, long tokens = 10, string? user = null) =>
        new()
        {
            Id = Guid.CreateVersion7(at),
            CreatedAt = at,
            Operation = UsageOperation.TextGeneration,
            UserId = user,
            TotalTokens = tokens,
        };
}
