namespace GigaChat.Usage;

/// <summary>The contract of stores, with every day read from records, and with every day sealed before each
/// query.</summary>
[TestFixture(false)]
[TestFixture(true)]
internal sealed class ClickHouseStoreContract(bool seals) : UsageStoreContract
{
    private ClickHouseTestDatabase? _database;

    protected override int PropertyIterations => 4;

    protected override async Task<(IUsageStore Store, IUsageReader Reader)> CreateStoreAsync()
    {
        _database = await ClickHouseTestDatabase.CreateAsync();
        var store = _database.Open();
        return (store, seals ? new SealingReader(store) : store);
    }

    protected override Task<IUsageStore> OpenAgainAsync() => Task.FromResult<IUsageStore>(_database!.Open());

    protected override async Task DeleteStoreAsync()
    {
        if (_database is null)
            return;
        (await _database.Open().CheckRollupsAsync()).Should().BeEmpty();
        await _database.DisposeAsync();
        _database = null;
    }

    /// <summary>Seals all days that were written to before it sums them.</summary>
    private sealed class SealingReader(ClickHouseUsageStore store) : IUsageReader, IUsageTagReader
    {
        public async Task<IReadOnlyList<UsageGroup>> AggregateAsync(
            UsageFilter filter,
            UsageGrouping groupBy,
            CancellationToken cancellationToken = default
        )
        {
            await store.SealAsync(cancellationToken);
            return await store.AggregateAsync(filter, groupBy, cancellationToken);
        }

        public Task<UsagePageResult> ListAsync(
            UsageFilter filter,
            UsagePage page,
            CancellationToken cancellationToken = default
        ) => store.ListAsync(filter, page, cancellationToken);

        public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
            store.FindAsync(id, cancellationToken);

        public async Task<IReadOnlyList<UsageTagKey>> GetTagKeysAsync(
            DateTimeOffset? from = null,
            DateTimeOffset? to = null,
            CancellationToken cancellationToken = default
        )
        {
            await store.SealAsync(cancellationToken);
            return await store.GetTagKeysAsync(from, to, cancellationToken);
        }
    }
}
